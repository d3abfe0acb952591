//! What was done in a unit, event by event: who, when, by which request. Each entry is also the record that makes a
//! repeated request have one effect: it is written in the event's own transaction, under the request's key.
//!
//! Entries are bound to each other by a count in an item of its own ([`super::counts`]). What operators do for the whole
//! platform is noted with 其他单位.

use domain::audit_event::AuditEvent;
use domain::contract::audit::AuditEntry;
use domain::id::{AccountId, DepartmentId, UnitId};
use domain::permission::Scope;
use domain::review::Mover;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::counts::counted;
use super::entry_digest::with_digest;
use super::history::Signature;
use super::keys::{BY_INSTANT, BY_INSTANT_PARTITION, BY_INSTANT_SORT, Key, event_sort, status_instant, unit_partition};
use super::table::{Change, Condition, Item, Range, SortRange, item, key_item, parse, text};
use super::usage;
use crate::app::App;
use crate::error::Error;
use crate::idempotency::{Repeat, key_reused};

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
    pub fn signature(&self) -> Result<Signature, Error> {
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

/// One event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRecord {
    pub at: Timestamp,
    account: AccountId,
    pub actor: String,
    scope: Scope,
    pub event: String,
    /// The id of what it was done to.
    subject: String,
    /// Digest of the request's content.
    content: String,
}

/// The changes that note an event: its entry, and the count. `subject` is an id, never personal. Several
/// events of one transaction are noted one by one: their counts become one.
pub fn note(author: &Author<'_>, event: AuditEvent, subject: &str) -> Result<[Change; 2], Error> {
    note_in(&author.scope.unit, author, event, subject)
}

/// The same for what an operator does to a unit: it is noted with the platform, and in the log of the unit itself, where who
/// looks for what has become of it looks first.
pub fn note_of(unit: &UnitId, author: &Author<'_>, event: AuditEvent, subject: &str) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::from(note(author, event, subject)?);
    if *unit != author.scope.unit {
        changes.extend(note_in(unit, author, event, subject)?);
    }
    Ok(changes)
}

/// The same in the log of a unit that is not the author's own.
pub fn note_in(unit: &UnitId, author: &Author<'_>, event: AuditEvent, subject: &str) -> Result<[Change; 2], Error> {
    let entry = AuditRecord {
        at: author.at,
        account: author.account.clone(),
        actor: author.name.clone(),
        scope: author.scope.clone(),
        event: event.name().to_owned(),
        subject: subject.to_owned(),
        content: author.repeat.content.clone(),
    };
    let key = author.repeat.key()?;
    let mut item = item(&Key::unit_log(unit, key, subject), &entry)?;
    item.insert(BY_INSTANT_PARTITION.to_owned(), text(unit_partition(unit)));
    item.insert(BY_INSTANT_SORT.to_owned(), text(event_sort(author.at, key, subject)));
    let (item, digest) = with_digest(item);
    Ok([Change::Put { item, condition: Condition::Missing }, counted(Key::unit_log_count(unit), &digest)])
}

/// Whether this very request has been done to this subject before. The same key with another content is refused.
pub async fn was_done(app: &App, unit: &UnitId, repeat: &Repeat, subject: &str) -> Result<bool, Error> {
    let entry: Option<AuditRecord> = app.table.get(&Key::unit_log(unit, repeat.key()?, subject)).await?;
    match entry {
        Some(entry) if entry.content == repeat.content => Ok(true),
        Some(_) => Err(key_reused()),
        None => Ok(false),
    }
}

/// A page of what `keep` keeps of a unit's log between two instants, newest first, from after `cursor` on, with where the next
/// page starts. Reads on until the page is full, the log ends, or enough was read.
pub async fn page(
    app: &App,
    unit: &UnitId,
    (from, until): (Timestamp, Timestamp),
    cursor: Option<&str>,
    want: usize,
    is_filtered: bool,
    keep: impl Fn(&AuditRecord) -> bool,
) -> Result<(Vec<AuditRecord>, Option<String>), Error> {
    /// Items that one request may read at most to fill a filtered page.
    const ITEMS_READ_MAX: usize = 1_000;
    let limit = if is_filtered { ITEMS_READ_MAX / 4 } else { want + 1 };
    // Instants of thirteen digits, the last of which lies in 2286, sort as numbers do.
    let latest = Timestamp::from_milliseconds(9_999_999_999_999);
    let (from, until) = (status_instant(from.min(latest)), status_instant(until.min(latest)));
    let mut range = Range {
        index: Some(BY_INSTANT),
        partition: unit_partition(unit),
        // An instant alone sorts before everything that happened at it.
        sort: SortRange::Between(from.clone(), until.clone()),
        newest_first: true,
        consistent: false,
        after: cursor.map(|cursor| after(unit, cursor, &from, &until)).transpose()?,
    };
    let mut kept: Vec<(AuditRecord, String)> = Vec::with_capacity(want + 1);
    let (mut read, mut fetched) = (0, 0);
    let last = loop {
        let page = app.table.query(range.clone(), limit).await?;
        fetched += page.items.len();
        let mut end = None;
        for item in page.items {
            let place = item.get(BY_INSTANT_SORT).and_then(|place| place.as_s().ok()).cloned().unwrap_or_default();
            let entry: AuditRecord = parse(item)?;
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
fn after(unit: &UnitId, cursor: &str, from: &str, until: &str) -> Result<Item, Error> {
    let key = Key::event(unit, cursor).filter(|_| (from..until).contains(&cursor)).ok_or(Error::Malformed("cursor"))?;
    let mut after = key_item(&key);
    after.insert(BY_INSTANT_PARTITION.to_owned(), text(key.partition));
    after.insert(BY_INSTANT_SORT.to_owned(), text(cursor));
    Ok(after)
}

impl AuditRecord {
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
            event: self.event,
            subject: self.subject,
        }
    }
}
