//! The directory of units, searched by any part of a name or credit code.
//!
//! The table holds it as compressed segments, and a log of what has changed since they were sealed. A function that
//! searches reads the segments once and keeps them in memory ([`index`]); every search then asks for newer changes only,
//! which is one small Query. So a search finds every match, counts them exactly, and costs no request units per match.

mod index;
mod listed;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::ops::Range as Span;
use std::sync::{Arc, PoisonError, RwLock};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::contract::units::UnitHit;
use domain::credit_code::CreditCode;
use domain::id::UnitId;
use domain::limits::UNIT_HITS_PER_PAGE;
use domain::timestamp::Timestamp;
use domain::unit::OTHER_UNIT_NAME;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

pub use self::index::{Changes, Index, Wanted};
pub use self::listed::Listed;
use super::keys::{DIRECTORY, DIRECTORY_CHANGES, DIRECTORY_SEGMENTS, Key, directory_change_sort};
use super::table::{Change, Condition, Item, Range, SortRange, Table, item};
use crate::http::failure::Failure;

/// Bytes of one segment's text. Names and codes shrink to about a third of it; an item holds 400 KB at most.
const SEGMENT_BYTES_MAX: usize = 600_000;

/// Seconds by which the instants of two changes may disagree with the order in which they were stored: no function runs
/// for longer.
const OVERLAP_SECONDS: i64 = 60;

/// Times that a reader starts again because the directory was sealed anew under its hands.
const SEALED_ANEW_MAX: u32 = 3;

/// What the segments are, since when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    generation: u32,
    segments: usize,
    sealed_at: Timestamp,
}

/// One line of the log: a unit as it is from then on, a unit that is gone, or a new generation of segments.
#[derive(Debug, Serialize, Deserialize)]
struct Logged {
    at: Timestamp,
    generation: Option<u32>,
    code: Option<CreditCode>,
    listed: Option<Listed>,
}

/// What one process knows of the directory.
#[derive(Debug, Default)]
struct Known {
    head: Head,
    index: Arc<Index>,
    changes: Changes,
    seen_until: Timestamp,
}

/// The directory in memory.
#[derive(Debug, Default)]
pub struct Directory {
    known: RwLock<Option<Arc<Known>>>,
    /// One request refreshes at a time; the others would only do the same.
    refreshing: Mutex<()>,
}

impl Directory {
    /// One page of matches, best first, and how many there are in all.
    pub async fn search(&self, table: &Table, wanted: &Wanted, page: usize) -> Result<(Vec<UnitHit>, usize), Failure> {
        let known = self.refresh(table).await?;
        // 其他单位 is no unit of any region; it is offered to who types its name.
        let text = wanted.text.trim();
        let other = (!text.is_empty() && OTHER_UNIT_NAME.contains(text) && !wanted.supervising).then(other_unit);
        let ahead = usize::from(other.is_some());
        let from = page.saturating_mul(UNIT_HITS_PER_PAGE);
        let span = Span { start: from.saturating_sub(ahead), end: (from + UNIT_HITS_PER_PAGE).saturating_sub(ahead) };
        let (found, total) = known.index.search(&known.changes, wanted, span);
        let hits = other.filter(|_| page == 0).into_iter().chain(found.iter().map(Listed::hit)).collect();
        Ok((hits, total + ahead))
    }

    /// What is known, with all that was stored before this call.
    async fn refresh(&self, table: &Table) -> Result<Arc<Known>, Failure> {
        let _one = self.refreshing.lock().await;
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut known = match known {
            Some(known) => known,
            None => Arc::new(load(table).await?),
        };
        for _ in 0..SEALED_ANEW_MAX {
            let logged: Vec<Logged> = table.query_all(changes_since(known.seen_until)).await?;
            if logged.iter().any(|one| one.generation.is_some_and(|generation| generation > known.head.generation)) {
                known = Arc::new(load(table).await?);
                continue;
            }
            if !logged.is_empty() {
                known = Arc::new(known.with(logged));
            }
            *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(known.clone());
            return Ok(known);
        }
        Err(Failure::Busy)
    }
}

impl Known {
    fn with(&self, logged: Vec<Logged>) -> Self {
        let mut latest = self.changes.latest().clone();
        let mut seen_until = self.seen_until;
        for Logged { at, code, listed, .. } in logged {
            seen_until = seen_until.max(at);
            if let Some(code) = code {
                latest.insert(code, listed);
            }
        }
        Self { head: self.head.clone(), index: self.index.clone(), changes: Changes::new(latest), seen_until }
    }
}

async fn load(table: &Table) -> Result<Known, Failure> {
    for _ in 0..SEALED_ANEW_MAX {
        let head: Head = table.get(&Key::directory_head()).await?.unwrap_or_default();
        let prefix = format!("{DIRECTORY_SEGMENTS}{:05}#", head.generation);
        let segments = table.query_items(range(SortRange::Prefix(prefix))).await?;
        if segments.len() != head.segments {
            continue;
        }
        let mut units = Vec::new();
        for segment in segments {
            units.extend(unpack(&segment)?.lines().filter_map(Listed::parse));
        }
        let seen_until = head.sealed_at;
        return Ok(Known { head, index: Arc::new(Index::new(units)), changes: Changes::default(), seen_until });
    }
    Err(Failure::Busy)
}

fn changes_since(seen: Timestamp) -> Range {
    let from = directory_change_sort(seen.plus_seconds(-OVERLAP_SECONDS), "");
    range(SortRange::Between(from, format!("{DIRECTORY_CHANGES}~")))
}

fn range(sort: SortRange) -> Range {
    Range { index: None, partition: DIRECTORY.to_owned(), sort, newest_first: false, consistent: true, after: None }
}

fn other_unit() -> UnitHit {
    UnitHit {
        id: UnitId::other(),
        name: OTHER_UNIT_NAME.to_owned(),
        credit_code: None,
        region: None,
        supervising: false,
        verified: true,
    }
}

/// Tells the directory what a unit is from now on, in the transaction that makes it so.
pub fn list(at: Timestamp, listed: &Listed) -> Result<Change, Failure> {
    log(at, &listed.credit_code, Some(listed.clone()))
}

/// Tells the directory that a unit is no more, in the transaction that makes it so.
pub fn unlist(at: Timestamp, code: &CreditCode) -> Result<Change, Failure> {
    log(at, code, None)
}

fn log(at: Timestamp, code: &CreditCode, listed: Option<Listed>) -> Result<Change, Failure> {
    let logged = Logged { at, generation: None, code: Some(code.clone()), listed };
    Ok(Change::Put { item: item(&Key::directory_change(at, code.as_str()), &logged)?, condition: Condition::Always })
}

/// Writes the whole directory anew. Readers see the old one until the new one is complete; what was logged during the
/// last minute before `at`, or later, is applied to it.
pub async fn seal(table: &Table, units: Vec<Listed>, at: Timestamp) -> Result<(), Failure> {
    let before: Head = table.get(&Key::directory_head()).await?.unwrap_or_default();
    for item in sealed(units, before.generation + 1, at)? {
        table.put(item).await?;
    }
    for number in 0..before.segments {
        table.delete(&Key::directory_segment(before.generation, number)).await?;
    }
    Ok(())
}

/// The items of a sealed directory, in the order in which they are to be stored: the head makes the segments valid.
pub fn sealed(mut units: Vec<Listed>, generation: u32, at: Timestamp) -> Result<Vec<Item>, Failure> {
    units.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let mut items = Vec::new();
    let mut lines = String::new();
    for unit in &units {
        unit.write(&mut lines);
        if lines.len() > SEGMENT_BYTES_MAX {
            items.push(pack(generation, items.len(), &lines)?);
            lines.clear();
        }
    }
    items.push(pack(generation, items.len(), &lines)?);
    let head = Head { generation, segments: items.len(), sealed_at: at };
    items.push(item(&Key::directory_head(), &head)?);
    let logged = Logged { at, generation: Some(generation), code: None, listed: None };
    items.push(item(&Key::directory_change(at, "SEALED"), &logged)?);
    Ok(items)
}

const LINES: &str = "z";

fn pack(generation: u32, number: usize, lines: &str) -> Result<Item, Failure> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(lines.as_bytes()).and_then(|()| encoder.finish()).map_err(Failure::internal)?;
    let mut item = item(&Key::directory_segment(generation, number), &HashMap::<String, String>::new())?;
    item.insert(LINES.to_owned(), AttributeValue::B(Blob::new(packed)));
    Ok(item)
}

fn unpack(segment: &Item) -> Result<String, Failure> {
    let packed = segment.get(LINES).and_then(|value| value.as_b().ok());
    let packed = packed.ok_or_else(|| Failure::internal("a segment of the directory has no lines"))?;
    let mut lines = String::new();
    DeflateDecoder::new(packed.as_ref()).read_to_string(&mut lines).map_err(Failure::internal)?;
    Ok(lines)
}
