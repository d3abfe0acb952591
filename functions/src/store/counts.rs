//! Counts: what binds entries to each other that have no order. An item says how many of them there are, and the sums of
//! two halves of their digests. Additions commute: who adds reads nothing and waits for nobody. An entry that is changed, removed
//! or added behind its back does not fit any more.

use std::collections::HashMap;

use serde_dynamo::AttributeValue;

use super::entry_digest::EntryDigest;
use super::keys::Key;
use super::table::Change;

const ENTRIES: &str = "n";
const SUMS: [&str; 2] = ["a", "b"];

/// How many, and the sums of the halves of their digests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub entries: u128,
    sums: [u128; 2],
}

impl Count {
    pub fn add(&mut self, digest: &EntryDigest) {
        self.entries += 1;
        for (sum, half) in self.sums.iter_mut().zip(digest.halves()) {
            *sum += u128::from(half);
        }
    }

    /// What a stored count says; `None` if it says none.
    pub fn of(item: &HashMap<String, AttributeValue>) -> Option<Self> {
        let number = |name: &str| match item.get(name) {
            Some(AttributeValue::N(text)) => text.parse().ok(),
            _ => None,
        };
        Some(Self { entries: number(ENTRIES)?, sums: [number(SUMS[0])?, number(SUMS[1])?] })
    }
}

/// The change that counts one more. Several of one transaction become one.
pub fn counted(key: Key, digest: &EntryDigest) -> Change {
    let mut one = Count::default();
    one.add(digest);
    let sums = SUMS.into_iter().zip(one.sums);
    Change::Add { key, amounts: std::iter::once((ENTRIES, one.entries)).chain(sums).collect() }
}
