//! Everything in a file of the table, in the order of its keys, and the digest that tells whether two files hold the same.
//!
//! The engine stores an item's attributes in an order that changes from time to time, so an item is read and written again
//! with sorted names before it is digested. What it keeps beside the items (indexes, sizes) follows from them.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::machine::TABLE;

/// Which attributes are left out of a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveOut {
    Nothing,
    /// What holds chance wherever the same is stored twice: encrypted numbers and password hashes.
    Chance,
}

/// SHA-256 over all items in the order of their keys, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    pub items: u64,
    pub sha256: String,
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} items, {}", self.items, self.sha256)
    }
}

/// Digests a file that nobody writes.
pub fn digest(path: &Path, leave_out: LeaveOut) -> Result<Digest> {
    let (mut hasher, mut items) = (Sha256::new(), 0);
    each_item(path, |mut item| {
        if leave_out == LeaveOut::Chance {
            drop_chance(&mut item);
        }
        // Maps of serde_json are sorted by name.
        let text = serde_json::to_vec(&item)?;
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(&text);
        items += 1;
        Ok(())
    })?;
    let sha256 = HEXLOWER.encode(&hasher.finalize());
    Ok(Digest { items, sha256 })
}

/// Gives every item of a file that nobody writes, as DynamoDB's JSON, in the order of the keys.
pub fn each_item(path: &Path, mut take: impl FnMut(Map<String, Value>) -> Result<()>) -> Result<()> {
    let unreadable = || format!("cannot read the table in {}", path.display());
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).with_context(unreadable)?;
    let all = format!("SELECT item_json FROM \"{TABLE}\" ORDER BY pk, sk");
    let mut statement = connection.prepare(&all).with_context(unreadable)?;
    let mut rows = statement.query([]).with_context(unreadable)?;
    while let Some(row) = rows.next().with_context(unreadable)? {
        let text = row.get_ref(0).and_then(|value| Ok(value.as_str()?)).with_context(unreadable)?;
        take(serde_json::from_str(text).with_context(unreadable)?)?;
    }
    Ok(())
}

fn drop_chance(item: &mut Map<String, Value>) {
    item.retain(|name, _| !name.starts_with("encrypted_") && name != "password_hash");
    for value in item.values_mut() {
        if let Some(Value::Object(within)) = value.get_mut("M") {
            drop_chance(within);
        }
    }
}
