//! Requests and responses of review.

use serde::{Deserialize, Serialize};

use super::Cursor;
use super::registrations::{RegistrationRow, Seen};
use crate::certificate::CertificateNumber;
use crate::id::RegistrationId;
use crate::review::{Stage, Status};
use crate::timestamp::Timestamp;

/// Filters of 专业科目学时审核; empty ones do not filter. In a body, because it may hold an identity number.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchPendingRequest {
    pub stage: Option<Stage>,
    /// 证件号码, whole.
    pub identity_number: String,
    /// 姓名, its beginning.
    pub name: String,
    pub year: Option<i32>,
    /// 登记机构: the person, or the unit.
    pub entered_by_unit: Option<bool>,
    /// 登记开始日期 and 登记结束日期: dates of submission, inclusive.
    pub from: String,
    pub to: String,
    pub cursor: Cursor,
}

/// Filters of 专业科目学时审核结果: the status first, then a name or an identity number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchResultsRequest {
    pub status: Status,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub identity_number: String,
    #[serde(default)]
    pub cursor: Cursor,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveRequest {
    pub items: Vec<Seen>,
    /// 批准学时 for all items, as typed; as claimed when empty. Lower hours need a reason.
    #[serde(default)]
    pub approved_hours: String,
    #[serde(default)]
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RejectRequest {
    pub items: Vec<Seen>,
    /// 审核意见
    pub opinion: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteReviewedRequest {
    pub items: Vec<Seen>,
    pub reason: String,
}

/// Asks what has happened to a queue since it was last asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchReviewsRequest {
    pub stage: Stage,
    /// As the answer before said; the first time the session's own.
    pub since: Timestamp,
}

/// What was decided and what arrived since then, and some of it again: it is told rather twice than never.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewNews {
    pub decided: Vec<RegistrationRow>,
    pub arrived: Vec<RegistrationRow>,
    pub now: Timestamp,
}

/// Asks what deleting an approved registration leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewDeletionRequest {
    pub id: RegistrationId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionPreview {
    /// The number of the certificate that becomes void.
    pub voids: Option<CertificateNumber>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevealIdentityRequest {
    pub id: RegistrationId,
}

/// Not `Debug`: it must never reach a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealedIdentity {
    pub identity_number: String,
}
