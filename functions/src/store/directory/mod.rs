//! The directory of units, searched by any part of a name or credit code.
//!
//! The table holds it as a few large segments and the additions since they were sealed. A function that searches reads
//! the segments once and keeps them in memory; every search then asks for newer additions only, which is one small
//! Query. Searching in memory finds every match, counts them exactly, and costs no request units per match.

use std::sync::RwLock;

use domain::contract::units::UnitHit;
use domain::credit_code::CreditCode;
use domain::id::UnitId;
use domain::limits::UNIT_HITS_PER_PAGE;
use domain::region::Region;
use domain::unit::OTHER_UNIT_NAME;
use serde::{Deserialize, Serialize};

use super::keys::{DIRECTORY, DIRECTORY_ADDITIONS, DIRECTORY_SEGMENTS, Key};
use super::table::{Change, Condition, Range, SortRange, Table, item};
use crate::http::failure::Failure;

/// Bytes of one segment's text; an item holds 400 KB at most.
const SEGMENT_BYTES_MAX: usize = 300_000;

/// One unit as the directory knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub name: String,
    pub credit_code: CreditCode,
    pub region: Region,
    pub supervising: bool,
    pub verified: bool,
}

impl Listed {
    fn line(&self) -> String {
        let flags = [(self.supervising, 's'), (self.verified, 'v')];
        let flags: String = flags.into_iter().filter_map(|(is, letter)| is.then_some(letter)).collect();
        format!("{}\t{}\t{}\t{flags}\n", self.name, self.credit_code, self.region.as_str())
    }

    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (name, code, region, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            name: name.to_owned(),
            credit_code: CreditCode::parse(code).ok()?,
            region: Region::parse(region)?,
            supervising: flags.contains('s'),
            verified: flags.contains('v'),
        })
    }

    pub fn hit(&self) -> UnitHit {
        UnitHit {
            id: UnitId::of(&self.credit_code),
            name: self.name.clone(),
            credit_code: Some(self.credit_code.clone()),
            region: Some(self.region),
            supervising: self.supervising,
            verified: self.verified,
        }
    }

    /// How well a search text fits: the whole name or code, its beginning, or a part; `None` if not at all.
    fn fit(&self, text: &str) -> Option<u8> {
        let code = self.credit_code.as_str();
        if self.name == text || code == text {
            Some(0)
        } else if self.name.starts_with(text) || code.starts_with(text) {
            Some(1)
        } else if self.name.contains(text) || code.contains(text) {
            Some(2)
        } else {
            None
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Segment {
    sk: Option<String>,
    lines: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Addition {
    sk: Option<String>,
    #[serde(flatten)]
    listed: Listed,
}

#[derive(Debug, Default)]
struct Known {
    loaded: bool,
    units: Vec<Listed>,
    last_addition: String,
}

/// The directory in memory.
#[derive(Debug, Default)]
pub struct Directory {
    known: RwLock<Known>,
}

/// What is searched for.
#[derive(Debug)]
pub struct Wanted {
    pub text: String,
    pub region: Option<Region>,
    pub supervising: bool,
    pub page: usize,
}

impl Directory {
    /// One page of matches, best first, and how many there are in all.
    pub async fn search(&self, table: &Table, wanted: &Wanted) -> Result<(Vec<UnitHit>, usize), Failure> {
        self.refresh(table).await?;
        let text = wanted.text.trim().to_uppercase();
        let known = self.known.read().map_err(|_| Failure::internal("the directory is poisoned"))?;
        let mut found: Vec<(u8, &Listed)> = known
            .units
            .iter()
            .filter(|unit| !wanted.supervising || unit.supervising)
            .filter(|unit| wanted.region.is_none_or(|region| unit.region.lies_in(region)))
            .filter_map(|unit| Some((unit.fit(&text)?, unit)))
            .collect();
        found.sort_by(|(fit, a), (other_fit, b)| {
            let a_key = (fit, !a.verified, a.name.chars().count(), &a.name, a.credit_code.as_str());
            a_key.cmp(&(other_fit, !b.verified, b.name.chars().count(), &b.name, b.credit_code.as_str()))
        });
        // 其他单位 is no unit of any region; it is offered to who types its name.
        let other = (!text.is_empty() && OTHER_UNIT_NAME.contains(&text) && !wanted.supervising).then(other_unit);
        let total = found.len() + usize::from(other.is_some());
        let hits = other
            .into_iter()
            .chain(found.into_iter().map(|(_, unit)| unit.hit()))
            .skip(wanted.page * UNIT_HITS_PER_PAGE)
            .take(UNIT_HITS_PER_PAGE)
            .collect();
        Ok((hits, total))
    }

    async fn refresh(&self, table: &Table) -> Result<(), Failure> {
        let (loaded, last) = {
            let known = self.known.read().map_err(|_| Failure::internal("the directory is poisoned"))?;
            (known.loaded, known.last_addition.clone())
        };
        let mut units = Vec::new();
        if !loaded {
            for segment in table.query_all::<Segment>(range(SortRange::Prefix(DIRECTORY_SEGMENTS.to_owned()))).await? {
                units.extend(segment.lines.lines().filter_map(Listed::parse));
            }
        }
        let newer = if last.is_empty() {
            SortRange::Prefix(DIRECTORY_ADDITIONS.to_owned())
        } else {
            // Additions sort before segments, so the range ends where they do.
            SortRange::Between(format!("{last}\u{1}"), format!("{DIRECTORY_ADDITIONS}~"))
        };
        let additions: Vec<Addition> = table.query_all(range(newer)).await?;
        if loaded && additions.is_empty() {
            return Ok(());
        }
        let mut known = self.known.write().map_err(|_| Failure::internal("the directory is poisoned"))?;
        // Another request may have done the same meanwhile.
        if !known.loaded || loaded {
            for addition in additions {
                let sort = addition.sk.unwrap_or_default();
                if sort > known.last_addition {
                    known.last_addition = sort;
                    units.push(addition.listed);
                }
            }
            known.units.append(&mut units);
            known.loaded = true;
        }
        Ok(())
    }
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

/// Adds one unit to the directory, in the transaction that creates it. `serial` sorts by time.
pub fn add(serial: &str, listed: &Listed) -> Result<Change, Failure> {
    let addition = Addition { sk: None, listed: listed.clone() };
    Ok(Change::Put { item: item(&Key::directory_addition(serial), &addition)?, condition: Condition::Always })
}

/// Writes the whole directory as segments, from the first on.
pub async fn seal(table: &Table, units: &[Listed]) -> Result<(), Failure> {
    let mut lines = String::new();
    let mut number = 0;
    for unit in units {
        let line = unit.line();
        if lines.len() + line.len() > SEGMENT_BYTES_MAX {
            put_segment(table, number, std::mem::take(&mut lines)).await?;
            number += 1;
        }
        lines.push_str(&line);
    }
    put_segment(table, number, lines).await
}

async fn put_segment(table: &Table, number: usize, lines: String) -> Result<(), Failure> {
    table.put(item(&Key::directory_segment(number), &Segment { sk: None, lines })?).await
}
