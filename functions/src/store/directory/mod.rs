//! The directory of units, searched by any part of a name or credit code.
//!
//! The table holds it as compressed segments, and a log of what has changed since they were compacted. A function that
//! searches reads the segments once and keeps them in memory ([`index`]); every search then asks for newer changes only,
//! which is one small Query. So a search finds every match, counts them exactly, and costs no request units per match.

mod index;
mod unit;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::ops::Range as Span;
use std::sync::{Arc, PoisonError, RwLock};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::contract::directory::FoundUnit;
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

pub use self::index::{Changes, Index, Shown, Wanted};
pub use self::unit::DirectoryUnit;
use super::keys::{DIRECTORY, DIRECTORY_CHANGES, DIRECTORY_SEGMENTS, Key, SORT, directory_change_sort};
use super::table::{Change, Condition, Item, NotDone, Range, SortRange, Table, item, number};
use crate::error::Error;

/// Bytes of one segment's text. Names and codes shrink to about a third of it; an item holds 400 KB at most.
const SEGMENT_BYTES_MAX: usize = 600_000;

/// Seconds by which the instant of a change may lie before that of somebody who asks before it is stored: no function runs
/// for longer.
const OVERLAP_SECONDS: i64 = 60;

/// Times that a reader starts again because the directory was compacted anew under its hands.
const SEALED_ANEW_MAX: u32 = 3;

/// Times that somebody tries to take a number for a generation.
const CLAIMS_MAX: u32 = 8;

/// Lines of the log that one compaction removes at most; the next one goes on. And items that one transaction removes.
const CHANGES_REMOVED_MAX: usize = 2_000;
const REMOVED_AT_ONCE_MAX: usize = 100;

/// What the segments are, since when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    generation: u32,
    /// The highest generation that somebody has begun to write.
    #[serde(default)]
    claimed: u32,
    segments: usize,
    sealed_at: Timestamp,
}

/// One line of the log: a unit as it is from then on, a unit that is gone, or a new generation of segments.
#[derive(Debug, Serialize, Deserialize)]
struct Logged {
    at: Timestamp,
    generation: Option<u32>,
    code: Option<CreditCode>,
    listed: Option<DirectoryUnit>,
}

/// What one process knows of the directory.
#[derive(Debug, Default)]
struct Known {
    head: Head,
    index: Arc<Index>,
    changes: Changes,
}

/// The same, with the instant at which it was asked for.
#[derive(Debug, Clone)]
struct Seen {
    known: Arc<Known>,
    at: Timestamp,
}

/// The directory in memory.
#[derive(Debug, Default)]
pub struct Directory {
    seen: RwLock<Option<Seen>>,
    /// One request refreshes at a time; the others would only do the same.
    refreshing: Mutex<()>,
}

impl Directory {
    /// One page of matches, best first, and how many there are in all.
    pub async fn search(
        &self,
        table: &Table,
        now: Timestamp,
        wanted: &Wanted,
        page: usize,
    ) -> Result<(Vec<UnitHit>, usize), Error> {
        let known = self.refresh(table, now).await?;
        // 其他单位 is no unit of any region; it is offered to who types its name.
        let text = wanted.text.trim();
        let other = (!text.is_empty() && OTHER_UNIT_NAME.contains(text) && !wanted.supervising).then(other_unit);
        let ahead = usize::from(other.is_some());
        let from = page.saturating_mul(UNIT_HITS_PER_PAGE);
        let span = Span { start: from.saturating_sub(ahead), end: (from + UNIT_HITS_PER_PAGE).saturating_sub(ahead) };
        let (found, total) = known.index.search(&known.changes, wanted, span);
        let hits = other.filter(|_| page == 0).into_iter().chain(found.iter().map(DirectoryUnit::hit)).collect();
        Ok((hits, total + ahead))
    }

    /// The same for who runs the platform: only units that are in the directory, and as `wanted` shows them.
    pub async fn find(
        &self,
        table: &Table,
        now: Timestamp,
        wanted: &Wanted,
        page: usize,
    ) -> Result<(Vec<FoundUnit>, usize), Error> {
        let known = self.refresh(table, now).await?;
        let from = page.saturating_mul(UNIT_HITS_PER_PAGE);
        let (found, total) = known.index.search(&known.changes, wanted, from..from + UNIT_HITS_PER_PAGE);
        Ok((found.iter().map(DirectoryUnit::found).collect(), total))
    }

    /// Packs the directory anew from what is known, and removes what nobody reads any more. How many units there are.
    pub async fn pack(&self, table: &Table, at: Timestamp) -> Result<usize, Error> {
        let known = self.refresh(table, at).await?;
        let changed = known.changes.latest();
        let stands = |unit: &&DirectoryUnit| !changed.contains_key(&unit.credit_code);
        let units: Vec<DirectoryUnit> =
            known.index.units().iter().filter(stands).chain(changed.values().flatten()).cloned().collect();
        let count = units.len();
        // Whoever was quicker has packed the same a moment ago.
        let _done = compact(table, units, at).await?;
        remove_old_changes(table, at).await?;
        Ok(count)
    }

    /// What is known, with all that was stored before this call.
    async fn refresh(&self, table: &Table, now: Timestamp) -> Result<Arc<Known>, Error> {
        let _one = self.refreshing.lock().await;
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut seen = match seen {
            Some(seen) => seen,
            None => load(table).await?,
        };
        for _ in 0..SEALED_ANEW_MAX {
            let logged: Vec<Logged> = table.query_all(changes_since(seen.at)).await?;
            let newest = seen.known.head.generation;
            if logged.iter().any(|one| one.generation.is_some_and(|generation| generation > newest)) {
                seen = load(table).await?;
                continue;
            }
            if !logged.is_empty() {
                seen.known = Arc::new(seen.known.with(logged));
            }
            seen.at = seen.at.max(now);
            *self.seen.write().unwrap_or_else(PoisonError::into_inner) = Some(seen.clone());
            return Ok(seen.known);
        }
        Err(Error::Busy)
    }
}

impl Known {
    fn with(&self, logged: Vec<Logged>) -> Self {
        let mut latest = self.changes.latest().clone();
        latest.extend(logged.into_iter().filter_map(|Logged { code, listed, .. }| Some((code?, listed))));
        Self { head: self.head.clone(), index: self.index.clone(), changes: Changes::new(latest) }
    }
}

async fn load(table: &Table) -> Result<Seen, Error> {
    for _ in 0..SEALED_ANEW_MAX {
        let head: Head = table.get(&Key::directory_head()).await?.unwrap_or_default();
        let prefix = format!("{DIRECTORY_SEGMENTS}{:05}#", head.generation);
        let segments = table.query_items(range(SortRange::Prefix(prefix))).await?;
        if segments.len() != head.segments {
            continue;
        }
        let mut units = Vec::new();
        for segment in segments {
            units.extend(unpack(&segment)?.lines().filter_map(DirectoryUnit::parse));
        }
        let at = head.sealed_at;
        let known = Known { head, index: Arc::new(Index::new(units)), changes: Changes::default() };
        return Ok(Seen { known: Arc::new(known), at });
    }
    Err(Error::Busy)
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
pub fn list(at: Timestamp, listed: &DirectoryUnit) -> Result<Change, Error> {
    log(at, &listed.credit_code, Some(listed.clone()))
}

/// Tells the directory that a unit is no more, in the transaction that makes it so.
pub fn unlist(at: Timestamp, code: &CreditCode) -> Result<Change, Error> {
    log(at, code, None)
}

fn log(at: Timestamp, code: &CreditCode, listed: Option<DirectoryUnit>) -> Result<Change, Error> {
    let logged = Logged { at, generation: None, code: Some(code.clone()), listed };
    Ok(Change::Put { item: item(&Key::directory_change(at, code.as_str()), &logged)?, condition: Condition::Always })
}

/// Writes the whole directory anew. Readers see the old one until the new one is complete; what was logged during the
/// last minute before `at`, or later, is applied to it. `false`: somebody else has done so meanwhile, and theirs is valid.
pub async fn compact(table: &Table, units: Vec<DirectoryUnit>, at: Timestamp) -> Result<bool, Error> {
    let (before, generation) = claim(table).await?;
    let packed = packed(units, generation)?;
    let segments = packed.len();
    for segment in packed {
        table.put(segment).await?;
    }
    let head = Head { generation, claimed: 0, segments, sealed_at: at };
    let mut head = item(&Key::directory_head(), &head)?;
    // Others may have claimed a later one meanwhile.
    head.remove(CLAIMED);
    let logged = Logged { at, generation: Some(generation), code: None, listed: None };
    let changes = vec![
        Change::Set { item: head, condition: Condition::Is("generation", i64::from(before.generation)) },
        Change::Put { item: item(&Key::directory_change(at, "ENCRYPTED"), &logged)?, condition: Condition::Always },
    ];
    match table.transact(changes).await {
        Ok(()) => {
            remove_segments(table, &before).await?;
            remove_left_segments(table, generation).await?;
            Ok(true)
        }
        Err(NotDone::Condition(_)) => {
            remove_segments(table, &Head { generation, segments, ..before }).await?;
            Ok(false)
        }
        Err(NotDone::Error(failure)) => Err(failure),
    }
}

/// Takes a number for a new generation, which nobody else gets. The head, as it is until the new one is complete.
async fn claim(table: &Table) -> Result<(Head, u32), Error> {
    for _ in 0..CLAIMS_MAX {
        let before: Option<Head> = table.get(&Key::directory_head()).await?;
        let Some(before) = before else {
            table.put_new(item(&Key::directory_head(), &Head::default())?).await?;
            continue;
        };
        let generation = before.claimed.max(before.generation) + 1;
        let values = Item::from([
            (":generation".to_owned(), number(i64::from(generation))),
            (":claimed".to_owned(), number(i64::from(before.claimed))),
        ]);
        let unclaimed = "claimed = :claimed OR attribute_not_exists(claimed)";
        if table.update(&Key::directory_head(), "SET claimed = :generation", values, Some(unclaimed)).await? {
            return Ok((before, generation));
        }
    }
    Err(Error::Busy)
}

async fn remove_segments(table: &Table, of: &Head) -> Result<(), Error> {
    for number in 0..of.segments {
        table.delete(&Key::directory_segment(of.generation, number)).await?;
    }
    Ok(())
}

/// Removes what somebody has left of an earlier generation who did not come to an end. Whoever is still writing one will
/// find that it is not wanted.
async fn remove_left_segments(table: &Table, generation: u32) -> Result<(), Error> {
    let until = format!("{DIRECTORY_SEGMENTS}{generation:05}");
    let left = table.query_items(range(SortRange::Between(DIRECTORY_SEGMENTS.to_owned(), until))).await?;
    remove(table, left).await
}

/// Removes the log from before the last minute before `at`, some of it at a time. Who has not looked since finds the line
/// that tells of the new generation, and reads that one.
async fn remove_old_changes(table: &Table, at: Timestamp) -> Result<(), Error> {
    let until = directory_change_sort(at.plus_seconds(-2 * OVERLAP_SECONDS), "");
    let old = table.query(range(SortRange::Between(DIRECTORY_CHANGES.to_owned(), until)), CHANGES_REMOVED_MAX).await?;
    remove(table, old.items).await
}

async fn remove(table: &Table, items: Vec<Item>) -> Result<(), Error> {
    let keys = items.into_iter().filter_map(|item| {
        let sort = item.get(SORT)?.as_s().ok()?.clone();
        Some(Key { partition: DIRECTORY.to_owned(), sort })
    });
    let changes: Vec<Change> = keys.map(|key| Change::Delete { key, condition: Condition::Always }).collect();
    for some in changes.chunks(REMOVED_AT_ONCE_MAX) {
        table.transact(some.to_vec()).await?;
    }
    Ok(())
}

/// The items of a directory that is compacted for the first time, in the order in which they are to be stored: the head makes
/// the segments valid.
pub fn compacted(units: Vec<DirectoryUnit>, generation: u32, at: Timestamp) -> Result<Vec<Item>, Error> {
    let mut items = packed(units, generation)?;
    let head = Head { generation, claimed: 0, segments: items.len(), sealed_at: at };
    items.push(item(&Key::directory_head(), &head)?);
    let logged = Logged { at, generation: Some(generation), code: None, listed: None };
    items.push(item(&Key::directory_change(at, "ENCRYPTED"), &logged)?);
    Ok(items)
}

/// All segments of a generation.
fn packed(mut units: Vec<DirectoryUnit>, generation: u32) -> Result<Vec<Item>, Error> {
    units.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let mut segments = Vec::new();
    let mut lines = String::new();
    for unit in &units {
        unit.write(&mut lines);
        if lines.len() > SEGMENT_BYTES_MAX {
            segments.push(pack(generation, segments.len(), &lines)?);
            lines.clear();
        }
    }
    segments.push(pack(generation, segments.len(), &lines)?);
    Ok(segments)
}

const LINES: &str = "z";
const CLAIMED: &str = "claimed";

fn pack(generation: u32, number: usize, lines: &str) -> Result<Item, Error> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(lines.as_bytes()).and_then(|()| encoder.finish()).map_err(Error::internal)?;
    let mut item = item(&Key::directory_segment(generation, number), &HashMap::<String, String>::new())?;
    item.insert(LINES.to_owned(), AttributeValue::B(Blob::new(packed)));
    Ok(item)
}

fn unpack(segment: &Item) -> Result<String, Error> {
    let packed = segment.get(LINES).and_then(|value| value.as_b().ok());
    let packed = packed.ok_or_else(|| Error::internal("a segment of the directory has no lines"))?;
    let mut lines = String::new();
    DeflateDecoder::new(packed.as_ref()).read_to_string(&mut lines).map_err(Error::internal)?;
    Ok(lines)
}
