//! What was done in a unit, deed by deed: who, when, by which request. Each entry is also the record that makes a
//! repeated request have one effect: it is written in the deed's own transaction, under the request's key.
//!
//! Entries are bound to each other by a count in an item of its own ([`super::counts`]). What operators do for the whole
//! platform is noted with 其他单位.

use domain::contract::audit::AuditEntry;
use domain::deed::Deed;
use domain::id::{AccountId, DepartmentId, UnitId};
use domain::permission::Scope;
use domain::review::Mover;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::counts::counted;
use super::history::Signature;
use super::keys::{BY_INSTANT, BY_INSTANT_PARTITION, BY_INSTANT_SORT, Key, deed_sort, shelf_instant, unit_partition};
use super::seal::seal;
use super::table::{Change, Condition, Item, Range, SortRange, item, key_item, parse, text};
use super::usage;
use crate::house::House;
use crate::http::failure::Failure;
use crate::http::request::{Repeat, key_reused};

/// Who does something, by which request, when.
#[derive(Debug, Clone)]
pub struct Author<'a> {
    pub account: AccountId,
    /// In words, for timelines.
    pub name: String,
    /// What the author is in charge of, or belongs to.
    pub scope: Scope,
    /// Whether they act for the unit, or else in a matter of their own.
    pub mover: Mover,
    pub repeat: &'a Repeat,
    pub at: Timestamp,
}

impl Author<'_> {
    /// The same for the history of a registration.
    pub fn signature(&self) -> Result<Signature, Failure> {
        Ok(Signature {
            at: self.at,
            account: self.account.clone(),
            actor: self.name.clone(),
            on_behalf_of: (self.mover != Mover::Person).then(|| self.scope.clone()),
            key: self.repeat.key()?.as_str().to_owned(),
            content: self.repeat.content.clone(),
        })
    }
}

/// One deed as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub at: Timestamp,
    account: AccountId,
    pub actor: String,
    scope: Scope,
    pub deed: String,
    /// The id of what it was done to.
    subject: String,
    /// Digest of the request's content.
    content: String,
}

/// The changes that note a deed: its entry, and the count. `subject` is an id, never personal. Several
/// deeds of one transaction are noted one by one: their counts become one.
pub fn note(author: &Author<'_>, deed: Deed, subject: &str) -> Result<[Change; 2], Failure> {
    note_in(&author.scope.unit, author, deed, subject)
}

/// The same for what an operator does to a unit: it is noted with the platform, and in the log of the unit itself, where who
/// looks for what has become of it looks first.
pub fn note_of(unit: &UnitId, author: &Author<'_>, deed: Deed, subject: &str) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::from(note(author, deed, subject)?);
    if *unit != author.scope.unit {
        changes.extend(note_in(unit, author, deed, subject)?);
    }
    Ok(changes)
}

/// The same in the log of a unit that is not the author's own.
pub fn note_in(unit: &UnitId, author: &Author<'_>, deed: Deed, subject: &str) -> Result<[Change; 2], Failure> {
    let entry = Entry {
        at: author.at,
        account: author.account.clone(),
        actor: author.name.clone(),
        scope: author.scope.clone(),
        deed: deed.name().to_owned(),
        subject: subject.to_owned(),
        content: author.repeat.content.clone(),
    };
    let key = author.repeat.key()?;
    let mut item = item(&Key::unit_log(unit, key, subject), &entry)?;
    item.insert(BY_INSTANT_PARTITION.to_owned(), text(unit_partition(unit)));
    item.insert(BY_INSTANT_SORT.to_owned(), text(deed_sort(author.at, key, subject)));
    let (item, seal) = seal(item);
    Ok([Change::Put { item, condition: Condition::Missing }, counted(Key::unit_log_count(unit), &seal)])
}

/// Whether this very request has been done to this subject before. The same key with another content is refused.
pub async fn was_done(house: &House, unit: &UnitId, repeat: &Repeat, subject: &str) -> Result<bool, Failure> {
    let entry: Option<Entry> = house.table.get(&Key::unit_log(unit, repeat.key()?, subject)).await?;
    match entry {
        Some(entry) if entry.content == repeat.content => Ok(true),
        Some(_) => Err(key_reused()),
        None => Ok(false),
    }
}

/// A page of what `keep` keeps of a unit's log between two instants, newest first, from after `cursor` on, with where the next
/// page starts. Reads on until the page is full, the log ends, or enough was read.
pub async fn page(
    house: &House,
    unit: &UnitId,
    (from, until): (Timestamp, Timestamp),
    cursor: Option<&str>,
    want: usize,
    is_filtered: bool,
    keep: impl Fn(&Entry) -> bool,
) -> Result<(Vec<Entry>, Option<String>), Failure> {
    /// Items that one request may read at most to fill a filtered page.
    const ITEMS_READ_MAX: usize = 1_000;
    let limit = if is_filtered { ITEMS_READ_MAX / 4 } else { want + 1 };
    // Instants of thirteen digits, the last of which lies in 2286, sort as numbers do.
    let latest = Timestamp::from_milliseconds(9_999_999_999_999);
    let (from, until) = (shelf_instant(from.min(latest)), shelf_instant(until.min(latest)));
    let mut range = Range {
        index: Some(BY_INSTANT),
        partition: unit_partition(unit),
        // An instant alone sorts before everything that happened at it.
        sort: SortRange::Between(from.clone(), until.clone()),
        newest_first: true,
        consistent: false,
        after: cursor.map(|cursor| after(unit, cursor, &from, &until)).transpose()?,
    };
    let mut kept: Vec<(Entry, String)> = Vec::with_capacity(want + 1);
    let (mut read, mut fetched) = (0, 0);
    let last = loop {
        let page = house.table.query(range.clone(), limit).await?;
        fetched += page.items.len();
        let mut end = None;
        for item in page.items {
            let place = item.get(BY_INSTANT_SORT).and_then(|place| place.as_s().ok()).cloned().unwrap_or_default();
            let entry: Entry = parse(item)?;
            read += 1;
            if keep(&entry) {
                if kept.len() == want {
                    end = kept.last().map(|(_, place)| place.clone());
                    break;
                }
                kept.push((entry, place.clone()));
            }
            if read >= ITEMS_READ_MAX {
                end = Some(place);
                break;
            }
        }
        match (end, page.next) {
            (Some(end), _) => break Some(end),
            (None, Some(next)) => range.after = Some(next),
            (None, None) => break None,
        }
    };
    usage::note_left_out(fetched - kept.len());
    Ok((kept.into_iter().map(|(entry, _)| entry).collect(), last))
}

/// A cursor comes from outside: it can only move within the unit's own log, between the two instants.
fn after(unit: &UnitId, cursor: &str, from: &str, until: &str) -> Result<Item, Failure> {
    let key =
        Key::deed(unit, cursor).filter(|_| (from..until).contains(&cursor)).ok_or(Failure::Malformed("cursor"))?;
    let mut after = key_item(&key);
    after.insert(BY_INSTANT_PARTITION.to_owned(), text(key.partition));
    after.insert(BY_INSTANT_SORT.to_owned(), text(cursor));
    Ok(after)
}

impl Entry {
    /// The department for which it was done, if for one.
    pub fn department(&self) -> Option<&DepartmentId> {
        self.scope.department.as_ref()
    }

    /// As it is shown, with the name of the department for which it was done.
    pub fn shown(self, name: impl FnOnce(&DepartmentId) -> String) -> AuditEntry {
        AuditEntry {
            at: self.at,
            actor: self.actor,
            department: self.scope.department.as_ref().map(name),
            deed: self.deed,
            subject: self.subject,
        }
    }
}
