//! Checkpoints: what was on record at an instant, written down apart from the table, a line of JSON each.
//!
//! A checkpoint holds, for each of 256 buckets of partitions, how many entries have come since the one before and a digest of
//! their digests, and the hash of the line before. So every entry belongs to one checkpoint, and every line says what all lines
//! before it said. Whoever can write the table can write these lines too, unless they are kept elsewhere: the last one is
//! enough.
//!
//! It reaches until two minutes before it is taken: an entry bears the instant at which its request began, and by then
//! it is there or never will be.

use std::collections::BTreeMap;

use data_encoding::BASE64_NOPAD;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::Finding;
use crate::store::entry_digest::EntryDigest;

/// No request takes longer.
const UNDER_WAY_SECONDS: i64 = 120;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    pub at: Timestamp,
    /// Of entries and events up to this instant.
    pub until: Timestamp,
    /// Entries of histories up to then, of all checkpoints together.
    pub entries: u64,
    pub events: u64,
    /// Of what has come since the checkpoint before; a bucket to which nothing has come is left out.
    pub buckets: BTreeMap<String, Bucket>,
    /// Hash of the line before; empty for the first.
    pub before: String,
    pub hash: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    pub entries: u64,
    pub digest: String,
}

impl Checkpoint {
    pub(super) fn begin(at: Timestamp, before: Option<&Self>) -> Self {
        Self {
            at,
            until: at.plus_seconds(-UNDER_WAY_SECONDS),
            entries: 0,
            events: 0,
            buckets: BTreeMap::new(),
            before: before.map(|before| before.hash.clone()).unwrap_or_default(),
            hash: String::new(),
        }
    }

    pub(super) fn complete(mut self, entries: u64, events: u64, buckets: BTreeMap<String, Bucket>) -> Self {
        (self.entries, self.events, self.buckets) = (entries, events, buckets);
        self.hash = self.hash_of();
        self
    }

    fn hash_of(&self) -> String {
        let plain = Self { hash: String::new(), ..self.clone() };
        crate::crypto::vault::sha256(&[plain.line().as_bytes()])
    }

    /// As it stands in the file.
    ///
    /// # Panics
    /// Never: numbers and texts are JSON.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("a checkpoint is JSON")
    }

    /// What does not fit between the checkpoint and what is there.
    pub(super) fn misfits(&self, entries: u64, events: u64, buckets: &BTreeMap<String, Bucket>) -> Vec<String> {
        let mut all = Vec::new();
        for (name, bucket) in &self.buckets {
            let there = buckets.get(name);
            let count = there.map_or(0, |there| there.entries);
            if count != bucket.entries {
                all.push(format!("bucket {name} holds {count} of its entries, {} were there", bucket.entries));
            } else if there != Some(bucket) {
                all.push(format!("bucket {name} holds other entries than were there"));
            }
        }
        for (name, there) in buckets.iter().filter(|(name, _)| !self.buckets.contains_key(*name)) {
            all.push(format!("bucket {name} holds {} entries, none was there", there.entries));
        }
        if all.is_empty() && (entries, events) != (self.entries, self.events) {
            let (then, deeds_then) = (self.entries, self.events);
            all.push(format!("there are {entries} entries and {events} events, {then} and {deeds_then} were there"));
        }
        all
    }
}

/// The lines of the file, and what is wrong with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checkpoints {
    pub list: Vec<Checkpoint>,
    pub findings: Vec<Finding>,
}

impl Checkpoints {
    pub fn read(file: &str) -> Self {
        let mut checkpoints = Self::default();
        let mut before = String::new();
        for (position, line) in file.lines().enumerate() {
            let mut find = |what: &str| {
                let place = format!("line {} of the checkpoints", position + 1);
                checkpoints.findings.push(Finding { place, what: what.to_owned() });
            };
            let Ok(checkpoint) = serde_json::from_str::<Checkpoint>(line) else {
                find("cannot be read");
                continue;
            };
            if checkpoint.line() != line || checkpoint.hash != checkpoint.hash_of() {
                find("is not as it was written");
            }
            if checkpoint.before != before {
                find("does not follow the line before");
            }
            before = checkpoint.hash.clone();
            if checkpoints.list.last().is_some_and(|last| last.until >= checkpoint.until) {
                find("is not later than the line before");
                continue;
            }
            checkpoints.list.push(checkpoint);
        }
        checkpoints
    }

    /// Whether another one may be taken at an instant.
    pub fn may_follow(&self, at: Timestamp) -> bool {
        self.list.last().is_none_or(|last| last.at < at)
    }
}

/// What a bucket holds of one checkpoint, entry after entry.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Digest {
    entries: u64,
    state: [u8; 32],
}

impl Digest {
    pub fn add(&mut self, digest: &EntryDigest) {
        let mut hasher = <Sha256 as sha2::Digest>::new();
        sha2::Digest::update(&mut hasher, self.state);
        sha2::Digest::update(&mut hasher, digest.bytes());
        self.state = sha2::Digest::finalize(hasher).into();
        self.entries += 1;
    }

    pub fn shown(self) -> Bucket {
        Bucket { entries: self.entries, digest: BASE64_NOPAD.encode(&self.state) }
    }
}
