//! What was done in a unit, deed by deed: who, when, by which request. Each entry is also the record that makes a
//! repeated request have one effect: it is written in the deed's own transaction, under the request's key.

use domain::id::{AccountId, UnitId};
use domain::permission::Scope;
use domain::review::Mover;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::history::Signature;
use super::keys::Key;
use super::table::{Change, Condition, item};
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    at: Timestamp,
    account: AccountId,
    actor: String,
    scope: Scope,
    deed: String,
    /// The id of what it was done to.
    subject: String,
    /// Digest of the request's content.
    content: String,
}

/// Notes a deed. `deed` names it for good, as `administrator_disabled`; `subject` is an id, never personal.
pub fn note(author: &Author<'_>, deed: &str, subject: &str) -> Result<Change, Failure> {
    let entry = Entry {
        at: author.at,
        account: author.account.clone(),
        actor: author.name.clone(),
        scope: author.scope.clone(),
        deed: deed.to_owned(),
        subject: subject.to_owned(),
        content: author.repeat.content.clone(),
    };
    let key = Key::unit_log(&author.scope.unit, author.repeat.key()?, subject);
    Ok(Change::Put { item: item(&key, &entry)?, condition: Condition::Missing })
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
