//! Requests and responses about 未完成的草稿: what somebody has typed into 新登记培训 and not saved yet, on whichever device.

use serde::{Deserialize, Serialize};

use crate::id::{DraftId, WriterId};
use crate::timestamp::Timestamp;

/// A draft as an open page knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftSeen {
    pub id: DraftId,
    /// The version that the page has seen last; 0 before the first.
    pub version: u32,
    /// The page itself: it may write over what it wrote last, even where it has not heard that it did.
    pub writer: WriterId,
}

/// Keeps a draft on the server. Nothing in it is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepDraftRequest {
    pub draft: DraftSeen,
    /// The form as the page holds it, in the page's own notation; at most
    /// [`DRAFT_BYTES_MAX`](crate::limits::DRAFT_BYTES_MAX).
    pub content: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftKept {
    pub version: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListDraftsRequest {}

/// What was written last stands first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftList {
    pub drafts: Vec<KeptDraft>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDraft {
    pub id: DraftId,
    pub version: u32,
    pub content: String,
    pub kept_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscardDraftRequest {
    pub draft: DraftSeen,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftDiscarded {}
