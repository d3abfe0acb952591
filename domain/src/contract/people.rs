//! Requests and responses of 专业技术人员管理.

use serde::{Deserialize, Serialize};

use super::Cursor;
use super::accounts::DepartmentName;
use crate::id::{DepartmentId, PersonId, UnitId};
use crate::timestamp::Timestamp;

/// Filters of 专业技术人员管理; empty ones do not filter. In a body, because it may hold an identity number.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchPeopleRequest {
    /// 姓名, its beginning.
    pub name: String,
    /// 证件号码, whole.
    pub identity_number: String,
    /// One department's people; a department's administrator sees no others anyway.
    pub department: Option<DepartmentId>,
    /// Only who belongs to no department yet.
    pub without_department: bool,
    pub cursor: Cursor,
}

/// One person of the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub identity_masked: String,
    /// Empty while none is on record.
    pub mobile_masked: String,
    pub department: Option<DepartmentId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePage {
    /// By name.
    pub rows: Vec<PersonRow>,
    pub next: Cursor,
    /// The departments that the rows may refer to.
    pub departments: Vec<DepartmentName>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MovePeopleRequest {
    /// Up to [`PEOPLE_MOVED_MAX`](crate::limits::PEOPLE_MOVED_MAX).
    pub people: Vec<PersonId>,
    /// `None`: they belong to no department, and so to the chief.
    pub department: Option<DepartmentId>,
}

/// What became of each person, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleMoved {
    pub results: Vec<PersonMoved>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonMoved {
    pub id: PersonId,
    /// Why nothing has happened; `None`: the person is there now.
    pub refusal: Option<String>,
    /// Registrations under review that went along.
    pub pending: u32,
}

/// 调出: to another unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferPersonRequest {
    pub person: PersonId,
    pub unit: UnitId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueCodeRequest {
    pub person: PersonId,
}

/// 启用码或重置码. Not `Debug`: it must never reach a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedCode {
    /// `7k3m-9q2x-04tn`, shown this once.
    pub code: String,
    pub expires_at: Timestamp,
    /// The person has no account yet: the code activates it.
    pub activates: bool,
}

/// Joins a person who was entered under a mistyped number to the one with the right number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergePersonRequest {
    /// The record under the mistyped number.
    pub person: PersonId,
    /// The right number. Where nobody has it yet, the record is created.
    pub identity_number: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonMerged {
    /// What the right record is now.
    pub row: PersonRow,
    /// Registrations that came over.
    pub registrations: u32,
    /// Those of them that the right record had approved already: kept, but not counted twice.
    pub not_counted: u32,
}
