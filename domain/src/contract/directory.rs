//! Requests and responses of the operator's 单位管理: the directory of units as who runs the platform sees it.

use serde::{Deserialize, Serialize};

use crate::credit_code::CreditCode;
use crate::field_errors::FieldErrors;
use crate::id::UnitId;
use crate::region::Region;
use crate::timestamp::Timestamp;
use crate::unit::{ListedUnitForm, UnitForm};

/// What an operator looks for in particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitState {
    /// 待核实: somebody added it, and no operator has confirmed it yet.
    Unverified,
    /// 主管部门
    Supervising,
    /// 已停用
    Disabled,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FindUnitsRequest {
    /// Any part of the name or of the credit code; empty lists the region.
    pub text: String,
    /// GB/T 2260 code of a city or county; empty searches everywhere.
    pub region: String,
    pub state: Option<UnitState>,
    /// From 0.
    pub page: u32,
}

/// Ten units, best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundUnits {
    pub units: Vec<FoundUnit>,
    pub total: u32,
}

/// A unit in the operator's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundUnit {
    pub id: UnitId,
    pub name: String,
    pub credit_code: CreditCode,
    pub region: Region,
    pub supervising: bool,
    pub verified: bool,
    pub disabled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadListedUnitRequest {
    pub id: UnitId,
}

/// One unit with what an operator decides upon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitCard {
    pub unit: FoundUnit,
    pub version: u32,
    /// 联系人; empty while there is none.
    pub contact_name: String,
    pub contact_mobile_masked: String,
    pub account: UnitAccountState,
    /// Names of the administrators that the unit has appointed.
    pub administrators: Vec<String>,
    pub departments: u32,
    /// As many people as were counted; `people_more` says that there are still others.
    pub people: u32,
    pub people_more: bool,
    /// It is on its way into this one; merging goes on where it stopped.
    pub merging_into: Option<FoundUnit>,
    /// Everything of it has gone over to this one; what is left leads there.
    #[serde(default)]
    pub merged_into: Option<FoundUnit>,
}

/// Whether the unit itself can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitAccountState {
    /// Nobody has signed it up.
    None,
    /// Somebody signed up a unit that was listed already; an operator has to confirm that it is theirs.
    Unconfirmed,
    Confirmed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeUnitRequest {
    pub id: UnitId,
    /// Of the unit that the operator saw.
    pub version: u32,
    pub form: ListedUnitForm,
}

/// Merges a unit that is there twice: everything that hangs on `from` goes over to `into`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeUnitsRequest {
    pub from: UnitId,
    pub into: UnitId,
}

/// How far a merge has come. The same request again goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum UnitsMerged {
    /// People that this request has brought over. There are still others.
    Moving { moved: u32 },
    /// Nothing is left of the other unit but its history.
    Merged { moved: u32 },
}

/// Some rows of 导入单位目录, [`UNITS_PER_REQUEST`](crate::limits::UNITS_PER_REQUEST) at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportUnitsRequest {
    pub rows: Vec<UnitForm>,
}

/// What became of each row, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportUnitsResponse {
    pub results: Vec<UnitImportOutcome>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum UnitImportOutcome {
    Added,
    /// The unit was there under another name or region, or unverified; it is now as the row says, and verified.
    Changed,
    /// The unit is there exactly so.
    AlreadyThere,
    Refused {
        fields: FieldErrors,
    },
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompactDirectoryRequest {}

/// The directory has been packed anew, so that searches start quickly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryCompacted {
    pub units: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetUnitPasswordRequest {
    pub id: UnitId,
}

/// A one-time password of the unit's own account. Shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitPasswordReset {
    pub password: String,
    pub valid_until: Timestamp,
}

/// Whether somebody who signed up a listed unit belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideUnitAccountRequest {
    pub id: UnitId,
    /// Confirmed, or else removed so that the unit can be signed up again.
    pub confirm: bool,
}
