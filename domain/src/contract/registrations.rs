//! Requests and responses about one's own registrations.

use serde::{Deserialize, Serialize};

use super::Cursor;
use super::attachments::Attachment;
use crate::category::Requirement;
use crate::hours::{Hours, Period};
use crate::id::RegistrationId;
use crate::registration::{Deviation, Likeness, RegistrationForm};
use crate::review::{Registrar, Stage, Status};
use crate::timestamp::Timestamp;
use crate::totals::Totals;

/// Filters of 学时登记 and 培训登记详情; empty ones do not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ListRegistrationsRequest {
    /// Any part of 认定内容.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Periods that start on this date or later, `2026-05-07`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// Periods that end on this date or earlier.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Cursor,
}

/// One registration in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationRow {
    pub id: RegistrationId,
    /// Counts the changes; an action names the version that its actor saw.
    pub version: u32,
    pub person_name: String,
    pub identity_masked: String,
    pub title: String,
    pub subcategory: String,
    pub period: Period,
    pub claimed_hours: Hours,
    /// While at the final stage: what the first one granted, where it is less than claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_hours: Option<Hours>,
    pub approved_hours: Option<Hours>,
    pub credited_year: i32,
    pub status: Status,
    pub stage: Option<Stage>,
    pub registrar: Registrar,
    /// The reviewing unit, from submission on.
    pub reviewing_unit: Option<String>,
    /// The last decision's opinion or reason.
    pub opinion: Option<String>,
    pub created_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub decided_at: Option<Timestamp>,
    pub attachment_count: u32,
    pub deviations: Vec<Deviation>,
}

impl RegistrationRow {
    /// What an approval grants that names no hours.
    pub fn hours_to_approve(&self) -> Hours {
        self.proposed_hours.unwrap_or(self.claimed_hours)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationPage {
    pub rows: Vec<RegistrationRow>,
    pub next: Cursor,
}

/// What is being typed, to be held against the person's others before it is saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FindSimilarRequest {
    pub title: String,
    /// `None` while it is not whole.
    pub period: Option<Period>,
    /// SHA-256 of each piece of evidence, or its beginning.
    pub digests: Vec<String>,
    /// The registration that is being edited: it is not compared with itself.
    pub own: Option<RegistrationId>,
    /// Whom a unit registers for; nobody where one registers for oneself.
    pub person: Option<crate::id::PersonId>,
    pub cursor: Cursor,
}

/// At most [`SIMILAR_MAX`](crate::limits::SIMILAR_MAX): a person needs to know that, not of each of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimilarRegistrations {
    pub similar: Vec<SimilarRegistration>,
    /// Older registrations have not been compared yet.
    pub next: Cursor,
}

/// A registration that is not rejected and has something in common with what is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimilarRegistration {
    pub title: String,
    pub period: Period,
    pub status: Status,
    pub likeness: Likeness,
}

impl SimilarRegistration {
    pub fn sentence(&self) -> String {
        let Self { title, period, status, likeness } = self;
        let other = format!("“{title}”（{}，{}）", period.display(), status.name());
        match likeness {
            Likeness::Same => format!("与{other}内容和时间相同"),
            Likeness::SameEvidence => format!("附件与{other}的相同"),
            Likeness::Overlap => format!("与{other}的时间重叠"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadRegistrationRequest {
    pub id: RegistrationId,
}

/// Everything about one registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationDetail {
    pub row: RegistrationRow,
    /// As it would be typed again, to edit or to copy it.
    pub form: RegistrationForm,
    pub attachments: Vec<Attachment>,
    pub suggested_hours: Option<Hours>,
    /// The version of the rules that it was claimed under, and keeps.
    pub rules_version: u32,
    /// Oldest first.
    pub history: Vec<HistoryEntry>,
}

/// What happened to a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    Created,
    Edited,
    Submitted,
    Withdrawn,
    PassedFirstStage,
    Approved,
    Rejected,
    Deleted,
    /// Its person moved, and it followed.
    Moved,
    /// It came from a record of the same person under a mistyped number, or went to the right one.
    Merged,
    /// A decision was taken back.
    Undone,
}

impl Happening {
    pub const fn name(self) -> &'static str {
        match self {
            Happening::Created => "登记",
            Happening::Edited => "修改",
            Happening::Submitted => "提交审核",
            Happening::Withdrawn => "撤回",
            Happening::PassedFirstStage => "初审通过",
            Happening::Approved => "通过认定",
            Happening::Rejected => "不予认定",
            Happening::Deleted => "删除",
            Happening::Moved => "人员调动",
            Happening::Merged => "人员合并",
            Happening::Undone => "撤销审核",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    pub at: Timestamp,
    pub happening: Happening,
    /// Who acted: the person's name, or the unit with the administrator's name.
    pub actor: String,
    /// Opinion, reason, or the unit that it was submitted to.
    pub note: Option<String>,
    pub approved_hours: Option<Hours>,
}

/// 新登记培训 by a unit for one of its people. Not `Debug`: it must never reach a log.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CreateUnitRegistrationRequest {
    /// 证件号码
    pub identity_number: String,
    /// 姓名: as recorded, or of a person who is unknown so far.
    pub name: String,
    pub form: RegistrationForm,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRegistration {
    pub row: RegistrationRow,
    /// The person has no account yet and needs a one-time code to activate one.
    pub needs_activation: bool,
}

/// Rows of a file, at most [`IMPORT_ROWS_PER_REQUEST`](crate::limits::IMPORT_ROWS_PER_REQUEST). Not `Debug`: they hold
/// identity numbers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    pub rows: Vec<crate::import::ImportRow>,
}

/// What became of each row, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportResponse {
    pub results: Vec<ImportOutcome>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ImportOutcome {
    Added,
    /// The very same registration has been imported before: a repeat, or an import that was interrupted.
    AlreadyThere,
    Refused {
        fields: crate::field_errors::FieldErrors,
    },
}

/// Filters of 专业科目学时查询 and 全学时查询; empty ones do not filter. In a body, because it may hold an identity number.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchTotalsRequest {
    pub year: i32,
    /// 姓名, its beginning.
    pub name: String,
    /// 证件号码, whole.
    pub identity_number: String,
    /// Whether the year's requirement is met.
    pub fulfilled: Option<bool>,
    pub department: Option<crate::id::DepartmentId>,
    /// Larger pages, for a file.
    pub for_export: bool,
    pub cursor: Cursor,
}

/// One person's hours of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonTotals {
    pub person: crate::id::PersonId,
    pub name: String,
    pub identity_masked: String,
    pub department: Option<crate::id::DepartmentId>,
    pub totals: Totals,
    /// `None`: the year asks for nothing.
    pub fulfilled: Option<bool>,
}

/// By name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalsPage {
    pub rows: Vec<PersonTotals>,
    pub requirement: Option<Requirement>,
    pub next: Cursor,
}

/// Looks for the person of an identity number. Not `Debug`: it must never reach a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindProfessionalRequest {
    pub identity_number: String,
}

/// The person of an identity number, known or not: evidence can be uploaded for them before they are registered for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundProfessional {
    pub person: crate::id::PersonId,
    /// `None`: nobody is known by this number yet.
    pub name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateRegistrationRequest {
    pub id: RegistrationId,
    pub version: u32,
    pub form: RegistrationForm,
}

/// A registration as its actor saw it. The action is refused if it has changed since.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    pub id: RegistrationId,
    pub version: u32,
}

/// Up to [`BATCH_ITEMS_MAX`](crate::limits::BATCH_ITEMS_MAX) registrations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchRequest {
    pub items: Vec<Seen>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmitRequest {
    pub items: Vec<Seen>,
    /// The reviewing unit.
    pub unit: crate::id::UnitId,
}

/// What became of each item, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchResponse {
    pub results: Vec<ItemResult>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemResult {
    pub id: RegistrationId,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// `row` is what it has become; `None`: it is deleted.
    Done { row: Option<Box<RegistrationRow>> },
    /// `code` is stable; `message` says what happened and what to do. `row` is what it is now, where that is why: with its
    /// version the same may be asked for again.
    Refused {
        code: String,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row: Option<Box<RegistrationRow>>,
    },
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadTotalsRequest {}

/// Newest year first; the current year is always there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalsByYear {
    pub years: Vec<YearTotals>,
    /// Open years that end within [`CLOSING_NOTICE_DAYS`](crate::limits::CLOSING_NOTICE_DAYS), in words.
    #[serde(default)]
    pub closing: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearTotals {
    pub year: i32,
    pub totals: Totals,
    pub requirement: Option<Requirement>,
}
