//! Drafts of 新登记培训 as their pages keep them. Nothing in them is judged, and nobody but their person reads them.
//!
//! A page writes over what it has seen, or over what it wrote itself. Whoever else has written in between keeps theirs, and
//! the page goes on under another id: both are there.

use domain::contract::drafts::{DraftSeen, KeptDraft};
use domain::id::{DraftId, PersonId, WriterId};
use domain::limits::{DRAFT_DAYS, DRAFTS_MAX};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys::{DRAFTS, Key, person_partition};
use super::table::{Change, Condition, Item, NotDone, Range, SortRange, number, text};
use crate::app::App;
use crate::error::Error;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stored {
    id: DraftId,
    #[serde(rename = "v")]
    version: u32,
    #[serde(rename = "wr")]
    writer: WriterId,
    #[serde(rename = "ct")]
    content: String,
    #[serde(rename = "ka")]
    kept_at: Timestamp,
    gone_at: i64,
}

impl Stored {
    fn is_there(&self, now: Timestamp) -> bool {
        self.gone_at > now.seconds()
    }
}

/// What becomes of a draft that is to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Done {
        version: u32,
    },
    /// Another page has written it since, or it was discarded or saved. Nothing has happened.
    Overtaken,
    /// There are as many as there may be.
    TooMany,
}

pub async fn keep(app: &App, person: &PersonId, draft: &DraftSeen, content: &str) -> Result<Kept, Error> {
    let now = app.clock.now();
    let key = Key::draft(person, &draft.id);
    let before: Option<Stored> = app.table.get(&key).await?;
    // One whose time is over is as good as gone, but still in the way of a new one.
    let (condition, stored) = match &before {
        None => ("attribute_not_exists(pk)", 0),
        Some(before) => ("v = :before", before.version),
    };
    let is_overtaken = match before.filter(|before| before.is_there(now)) {
        Some(before) => before.version != draft.version && before.writer != draft.writer,
        None if draft.version > 0 => true,
        None if list(app, person).await?.len() >= DRAFTS_MAX => return Ok(Kept::TooMany),
        None => false,
    };
    if is_overtaken {
        return Ok(Kept::Overtaken);
    }
    let version = stored + 1;
    let mut values = Item::from([
        (":id".to_owned(), text(draft.id.as_str())),
        (":v".to_owned(), number(i64::from(version))),
        (":wr".to_owned(), text(draft.writer.as_str())),
        (":ct".to_owned(), text(content)),
        (":ka".to_owned(), number(now.milliseconds())),
        (":gone".to_owned(), number(now.seconds() + DRAFT_DAYS * 24 * 60 * 60)),
    ]);
    if stored > 0 {
        values.insert(":before".to_owned(), number(i64::from(stored)));
    }
    let expression = "SET id = :id, v = :v, wr = :wr, ct = :ct, ka = :ka, gone_at = :gone";
    if app.table.update(&key, expression, values, Some(condition)).await? {
        return Ok(Kept::Done { version });
    }
    // What stands in the way may be this very write: its reply got lost, and it was sent again.
    let now: Option<Stored> = app.table.get(&key).await?;
    let is_own = now.is_some_and(|now| now.version == version && now.writer == draft.writer && now.content == content);
    Ok(if is_own { Kept::Done { version } } else { Kept::Overtaken })
}

/// All drafts of a person, what was written last first. There are few.
pub async fn list(app: &App, person: &PersonId) -> Result<Vec<KeptDraft>, Error> {
    let range = Range {
        index: None,
        partition: person_partition(person),
        sort: SortRange::Prefix(DRAFTS.to_owned()),
        newest_first: true,
        consistent: true,
        after: None,
    };
    let now = app.clock.now();
    let stored = app.table.query_all::<Stored>(range).await?;
    let mut drafts: Vec<KeptDraft> = stored
        .into_iter()
        .filter(|one| one.is_there(now))
        .map(|one| KeptDraft { id: one.id, version: one.version, content: one.content, kept_at: one.kept_at })
        .collect();
    drafts.sort_by_key(|draft| std::cmp::Reverse(draft.kept_at));
    Ok(drafts)
}

/// Discards a draft; `false` if another page has written it since. One that is gone already is discarded.
pub async fn discard(app: &App, person: &PersonId, draft: &DraftSeen) -> Result<bool, Error> {
    let values = Item::from([
        (":v".to_owned(), number(i64::from(draft.version))),
        (":wr".to_owned(), text(draft.writer.as_str())),
    ]);
    let condition = Condition::Holds("attribute_not_exists(pk) OR v = :v OR wr = :wr", values);
    match app.table.transact(vec![Change::Delete { key: Key::draft(person, &draft.id), condition }]).await {
        Ok(()) => Ok(true),
        Err(NotDone::Condition(_)) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

/// Another page or device has the draft now.
pub fn overtaken() -> Error {
    Error::Conflict {
        code: "changed_meanwhile",
        message: "这份草稿刚在别处改过、保存或删除，没有作任何更改".to_owned(),
    }
}
