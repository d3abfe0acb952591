//! What is known of evidence files; the files themselves lie in S3.

use domain::contract::attachments::{Attachment, FileKind};
use domain::id::{AttachmentId, PersonId};
use domain::limits::UNCONFIRMED_DAYS;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys::{Key, attachment_object};
use super::table::{Change, Condition, Item, item, number, parse};
use crate::app::App;
use crate::error::Error;

/// One file, announced or confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAttachment {
    pub id: AttachmentId,
    pub file_name: String,
    pub bytes: u64,
    pub kind: FileKind,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// Its content has been looked into. Until then no registration may refer to it.
    pub confirmed: bool,
    /// Under whose name the file lies, if that is not the person it belongs to: it came over when two records of the
    /// person were merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lies_with: Option<PersonId>,
    /// Seconds since the epoch after which an announcement that nobody confirmed vanishes, with its file
    /// ([`UNCONFIRMED_DAYS`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone_at: Option<i64>,
}

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// When what is announced now vanishes.
pub fn gone_at(now: Timestamp) -> i64 {
    now.seconds() + UNCONFIRMED_DAYS * DAY_SECONDS
}

impl StoredAttachment {
    /// Whether it is too late to confirm the file: it is about to vanish, or has.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.gone_at.is_some_and(|gone_at| now.seconds() >= gone_at - DAY_SECONDS)
    }

    /// The S3 key of the file of `person`.
    pub fn object(&self, person: &PersonId) -> String {
        attachment_object(self.lies_with.as_ref().unwrap_or(person), &self.id)
    }

    /// Gives the file to another record of the same person.
    pub fn put_for(&self, from: &PersonId, to: &PersonId) -> Result<Change, Error> {
        let lies_with = self.lies_with.clone().or_else(|| Some(from.clone()));
        let file = Self { lies_with, ..self.clone() };
        Ok(Change::Put { item: item(&Key::attachment(to, &self.id), &file)?, condition: Condition::Always })
    }

    pub fn shown(self) -> Attachment {
        Attachment { id: self.id, file_name: self.file_name, bytes: self.bytes, kind: self.kind, sha256: self.sha256 }
    }
}

/// Announces a file; `false` if this id has been announced before.
pub async fn announce(app: &App, person: &PersonId, file: &StoredAttachment) -> Result<bool, Error> {
    app.table.put_new(item(&Key::attachment(person, &file.id), file)?).await
}

/// Announces a file once more that has been announced and not confirmed: its time begins anew.
pub async fn announce_again(app: &App, person: &PersonId, file: &StoredAttachment) -> Result<(), Error> {
    let gone_at = file.gone_at.ok_or_else(|| Error::internal("an announcement without its end"))?;
    let values = Item::from([
        (":gone".to_owned(), number(gone_at)),
        (":no".to_owned(), aws_sdk_dynamodb::types::AttributeValue::Bool(false)),
    ]);
    let key = Key::attachment(person, &file.id);
    // One that was confirmed meanwhile stays as it is.
    app.table.update(&key, "SET gone_at = :gone", values, Some("confirmed = :no")).await?;
    Ok(())
}

pub async fn find(app: &App, person: &PersonId, id: &AttachmentId) -> Result<Option<StoredAttachment>, Error> {
    app.table.get(&Key::attachment(person, id)).await
}

pub async fn confirm(app: &App, person: &PersonId, id: &AttachmentId) -> Result<(), Error> {
    let values = Item::from([(":yes".to_owned(), aws_sdk_dynamodb::types::AttributeValue::Bool(true))]);
    let key = Key::attachment(person, id);
    app.table.update(&key, "SET confirmed = :yes REMOVE gone_at", values, Some("attribute_exists(pk)")).await?;
    Ok(())
}

/// The files with these ids, in their order; missing ones are left out.
pub async fn find_all(app: &App, person: &PersonId, ids: &[AttachmentId]) -> Result<Vec<StoredAttachment>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<Key> = ids.iter().map(|id| Key::attachment(person, id)).collect();
    let mut files: Vec<StoredAttachment> =
        app.table.get_many(&keys).await?.into_iter().map(parse).collect::<Result<_, _>>()?;
    files.sort_by_key(|file| ids.iter().position(|id| *id == file.id));
    Ok(files)
}
