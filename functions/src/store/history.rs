//! What happened to a registration, change by change: the timeline that people see, the audit trail that nobody can
//! alter unnoticed, and the record that makes a repeated request have one effect.
//!
//! Every change writes one entry in its own transaction. The entry's sort key holds the version that the change led
//! to, so that the question "has this request been done already?" is one read. Each entry bears its own digest and holds the
//! digest of the one before; the registration holds the digest of the last.

use domain::contract::registrations::{Happening, HistoryEntry};
use domain::hours::Hours;
use domain::id::{AccountId, RegistrationId, UnitId};
use domain::permission::Scope;
use domain::review::{Decision, Stage};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::entry_digest::{EntryDigest, with_digest};
use super::keys::{Key, history_prefix, person_partition};
use super::registrations::{By, HistoryContent};
use super::table::{Change, Condition, Range, SortRange, item};
use crate::app::App;
use crate::error::Error;
use crate::idempotency::key_reused;

/// One entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRecord {
    pub at: Timestamp,
    pub happening: Happening,
    /// The account that acted.
    pub account: AccountId,
    /// Who that was, in words, at that time.
    pub actor: String,
    /// The unit (and department) for which an administrator acted.
    pub on_behalf_of: Option<Scope>,
    pub note: Option<String>,
    pub hours: Option<Hours>,
    /// The Idempotency-Key of the request and the digest of its content.
    pub key: String,
    pub content: String,
    /// Of a submission: who reviews it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Digest of the entry before; empty for the first.
    pub before: String,
}

/// Who makes an entry, when, by which request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    pub at: Timestamp,
    pub account: AccountId,
    pub actor: String,
    pub on_behalf_of: Option<Scope>,
    /// By another name where it is stored: `key` is a word that expressions keep for themselves.
    #[serde(rename = "entry_key")]
    pub key: String,
    pub content: String,
}

impl HistoryRecord {
    /// `before` is the digest of the entry before.
    pub fn new(signature: Signature, told: HistoryContent, before: String) -> Self {
        let Signature { at, account, actor, on_behalf_of, key, content } = signature;
        let HistoryContent { happening, note, hours } = told;
        Self { at, happening, account, actor, on_behalf_of, note, hours, key, content, unit: None, before }
    }

    /// The change that stores it, and the digest that binds it to its place, its content and everything before it.
    pub fn put(&self, id: &RegistrationId, version: u32) -> Result<(Change, EntryDigest), Error> {
        let (item, digest) = with_digest(item(&Key::history(id, version), self)?);
        Ok((Change::Put { item, condition: Condition::Missing }, digest))
    }

    pub fn shown(self) -> HistoryEntry {
        HistoryEntry {
            at: self.at,
            happening: self.happening,
            actor: self.actor,
            note: self.note,
            approved_hours: self.hours,
        }
    }
}

/// Whether the change that led to `version` was made by this very request of this very account. The same key with
/// another content is refused.
pub async fn was_done(app: &App, id: &RegistrationId, version: u32, by: &By<'_>) -> Result<bool, Error> {
    let entry: Option<HistoryRecord> = app.table.get(&Key::history(id, version)).await?;
    match entry {
        Some(entry) if entry.key == by.repeat.key()?.as_str() && entry.account == *by.actor.account() => {
            if entry.content == by.repeat.content { Ok(true) } else { Err(key_reused()) }
        }
        _ => Ok(false),
    }
}

/// A decision, and what it was made upon.
#[derive(Debug)]
pub struct Decided {
    pub decision: Decision,
    /// How the first stage was passed, where the decision was one of the final stage.
    pub passed: Option<HistoryRecord>,
}

/// The decision that led to `version`, if one did.
pub async fn decision_at(app: &App, id: &RegistrationId, version: u32) -> Result<Option<Decided>, Error> {
    let entry: Option<HistoryRecord> = app.table.get(&Key::history(id, version)).await?;
    let Some(entry) = entry else { return Ok(None) };
    if !matches!(entry.happening, Happening::Approved | Happening::Rejected | Happening::PassedFirstStage) {
        return Ok(None);
    }
    let passed = before(app, id, version).await?.filter(|before| before.happening == Happening::PassedFirstStage);
    let stage = if passed.is_some() { Stage::Final } else { Stage::First };
    let proposed_hours = passed.as_ref().and_then(|passed| passed.hours);
    let decision = Decision { account: entry.account, at: entry.at, stage, proposed_hours };
    Ok(Some(Decided { decision, passed }))
}

/// The entry that tells where a registration stood before `version`: only passing the first stage leads to the final
/// one, and moving with its person changes nothing of that.
async fn before(app: &App, id: &RegistrationId, version: u32) -> Result<Option<HistoryRecord>, Error> {
    for version in (1..version).rev() {
        let entry: Option<HistoryRecord> = app.table.get(&Key::history(id, version)).await?;
        if entry.as_ref().is_none_or(|entry| entry.happening != Happening::Moved) {
            return Ok(entry);
        }
    }
    Ok(None)
}

/// All entries of one registration, oldest first.
pub async fn of(app: &App, id: &RegistrationId) -> Result<Vec<HistoryRecord>, Error> {
    let range = Range {
        index: None,
        partition: person_partition(id.person()),
        sort: SortRange::Prefix(history_prefix(id)),
        newest_first: false,
        consistent: true,
        after: None,
    };
    app.table.query_all(range).await
}
