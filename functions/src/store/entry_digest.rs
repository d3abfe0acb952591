//! Digests: what binds an entry of a history, or of what was done in a unit, to its place and to every byte of it.
//!
//! A digest is the SHA-256 of the whole item but the digest itself, key and index attributes among it, in a spelling that does
//! not depend on the order of attributes. It is an attribute of the item. Who changes a byte, moves an entry to another key or
//! adds an attribute breaks it; that one is removed, or encrypted anew, the chains and counts of `crate::audit` find.

use std::collections::HashMap;

use data_encoding::BASE64_NOPAD;
use serde_dynamo::AttributeValue;
use sha2::{Digest, Sha256};

use super::table::{self, Item};

/// The attribute that holds it.
pub const ENTRY_DIGEST: &str = "digest";

/// SHA-256 of a encrypted item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryDigest([u8; 32]);

impl EntryDigest {
    /// Of an item as it is, whatever digest it bears.
    pub fn of(item: &HashMap<String, AttributeValue>) -> Self {
        let mut hasher = Sha256::new();
        hash_map(item, &mut hasher, true);
        Self(hasher.finalize().into())
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Two numbers that it begins with. Their sums over all entries are what a log is counted by.
    pub fn halves(&self) -> [u64; 2] {
        let half = |from: usize| self.0[from..from + 8].iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte));
        [half(0), half(8)]
    }
}

impl std::fmt::Display for EntryDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&BASE64_NOPAD.encode(&self.0))
    }
}

/// Gives a complete item its digest.
pub fn with_digest(mut item: Item) -> (Item, EntryDigest) {
    let plain = item.iter().map(|(name, value)| (name.clone(), AttributeValue::from(value.clone()))).collect();
    let digest = EntryDigest::of(&plain);
    item.insert(ENTRY_DIGEST.to_owned(), table::text(digest.to_string()));
    (item, digest)
}

/// Every part is told by its kind and its length, so that no two items are spelled alike.
fn hash(value: &AttributeValue, hasher: &mut Sha256) {
    match value {
        AttributeValue::S(text) => hash_bytes(b'S', text.as_bytes(), hasher),
        AttributeValue::N(text) => hash_bytes(b'N', text.as_bytes(), hasher),
        AttributeValue::B(bytes) => hash_bytes(b'B', bytes, hasher),
        AttributeValue::Bool(is) => hash_bytes(b'T', &[u8::from(*is)], hasher),
        AttributeValue::Null(is) => hash_bytes(b'0', &[u8::from(*is)], hasher),
        AttributeValue::L(values) => {
            hash_bytes(b'L', &(values.len() as u64).to_be_bytes(), hasher);
            values.iter().for_each(|value| hash(value, hasher));
        }
        AttributeValue::M(values) => hash_map(values, hasher, false),
        // Sets have no order.
        AttributeValue::Ss(texts) | AttributeValue::Ns(texts) => {
            let mut texts: Vec<&String> = texts.iter().collect();
            texts.sort_unstable();
            hash_bytes(b'E', &(texts.len() as u64).to_be_bytes(), hasher);
            texts.into_iter().for_each(|text| hash_bytes(b'S', text.as_bytes(), hasher));
        }
        AttributeValue::Bs(all) => {
            let mut all: Vec<&Vec<u8>> = all.iter().collect();
            all.sort_unstable();
            hash_bytes(b'E', &(all.len() as u64).to_be_bytes(), hasher);
            all.into_iter().for_each(|bytes| hash_bytes(b'B', bytes, hasher));
        }
    }
}

fn hash_map(values: &HashMap<String, AttributeValue>, hasher: &mut Sha256, is_item: bool) {
    let mut named: Vec<_> = values.iter().filter(|(name, _)| !(is_item && *name == ENTRY_DIGEST)).collect();
    named.sort_unstable_by_key(|(name, _)| *name);
    hash_bytes(b'M', &(named.len() as u64).to_be_bytes(), hasher);
    for (name, value) in named {
        hash_bytes(b'A', name.as_bytes(), hasher);
        hash(value, hasher);
    }
}

fn hash_bytes(kind: u8, bytes: &[u8], hasher: &mut Sha256) {
    hasher.update([kind]);
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> AttributeValue {
        AttributeValue::S(text.to_owned())
    }

    #[test]
    fn items_that_differ_have_different_seals() {
        let map = |pairs: &[(&str, AttributeValue)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect::<HashMap<_, _>>()
        };
        let all = [
            map(&[]),
            map(&[("a", text("b"))]),
            map(&[("ab", text(""))]),
            map(&[("a", AttributeValue::N("1".to_owned()))]),
            map(&[("a", text("1"))]),
            map(&[("a", AttributeValue::Bool(true))]),
            map(&[("a", AttributeValue::Null(true))]),
            map(&[("a", AttributeValue::L(vec![text("b"), text("c")]))]),
            map(&[("a", AttributeValue::L(vec![text("b")])), ("c", text("c"))]),
            map(&[("a", AttributeValue::M(map(&[("b", text("c"))])))]),
            map(&[("a", AttributeValue::M(map(&[(ENTRY_DIGEST, text("c"))])))]),
            map(&[("a", text("b")), ("c", text("d"))]),
            map(&[("a", text("d")), ("c", text("b"))]),
        ];
        for (position, one) in all.iter().enumerate() {
            assert!(all[position + 1..].iter().all(|other| EntryDigest::of(one) != EntryDigest::of(other)), "{one:?}");
        }
        assert_eq!(
            EntryDigest::of(&map(&[("a", text("b"))])),
            EntryDigest::of(&map(&[("a", text("b")), (ENTRY_DIGEST, text("c"))]))
        );
    }

    #[test]
    fn a_seal_is_the_same_in_every_release() {
        // From a Python program of six lines, after the spelling above: hashlib.sha256 of
        // b"M" + be64(8) + be64(2) + b"A" + be64(2) + b"pk" + b"S" + be64(3) + b"Z-1" + b"A" + be64(1) + b"v" + b"N" + be64(1) + b"7".
        let item = HashMap::from([("v".to_owned(), AttributeValue::N("7".to_owned())), ("pk".to_owned(), text("Z-1"))]);
        assert_eq!(EntryDigest::of(&item).to_string(), "UZTCeOBGAt4cgGZ9l9vhv2DW7DYtaPhtAch72aLPHD4");
    }
}
