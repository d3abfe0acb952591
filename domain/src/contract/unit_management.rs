//! Requests and responses of 单位账号: the unit itself, its administrators and its departments.

use serde::{Deserialize, Serialize};

use crate::administrator::AdministratorForm;
use crate::credit_code::CreditCode;
use crate::id::{AccountId, DepartmentId};
use crate::region::Region;
use crate::timestamp::Timestamp;
use crate::unit::{DepartmentForm, UnitProfileForm};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadUnitRequest {}

/// 单位信息维护.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitProfileView {
    pub name: String,
    /// `None` for 其他单位.
    pub credit_code: Option<CreditCode>,
    pub region: Option<Region>,
    pub contact_name: String,
    /// `138****8000`; empty while there is none.
    pub contact_mobile_masked: String,
    /// 终审
    pub final_review: bool,
    /// An operator has confirmed it.
    pub verified: bool,
    /// It may review other units' people.
    pub supervising: bool,
    pub version: u32,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateUnitRequest {
    pub version: u32,
    pub form: UnitProfileForm,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListUnitDepartmentsRequest {}

/// One department in 单位部门管理.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentRow {
    pub id: DepartmentId,
    pub version: u32,
    pub name: String,
    pub remarks: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentRows {
    /// In the order of their names.
    pub departments: Vec<DepartmentRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateDepartmentRequest {
    pub id: DepartmentId,
    pub version: u32,
    pub form: DepartmentForm,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteDepartmentRequest {
    pub id: DepartmentId,
    /// What is to become of who is there. Without it, a department that is not empty stays.
    #[serde(default)]
    pub move_to: Option<MoveTo>,
}

/// Where people go whose department is to be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveTo {
    /// `None`: they belong to no department, and so to the chief.
    pub department: Option<DepartmentId>,
}

/// What became of a department that was to be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum DepartmentDeletion {
    Deleted,
    /// Somebody is there; nothing has changed.
    Occupied(Occupants),
    /// Some of its people have been moved; the same request again moves the next.
    Moving {
        moved: u32,
    },
}

/// Who is in a department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occupants {
    /// As many people as were counted; `more` says that there are still others.
    pub people: u32,
    pub more: bool,
    /// Some of their names.
    pub names: Vec<String>,
    /// The names of its administrators, whom only 单位管理员管理 moves.
    pub administrators: Vec<String>,
}

/// Filters of 单位管理员管理; empty ones do not filter. In a body, because it may hold an identity number.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchAdministratorsRequest {
    /// 身份证号, whole.
    pub identity_number: String,
    /// 姓名, any part.
    pub name: String,
}

/// One administrator in 单位管理员管理.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministratorRow {
    pub id: AccountId,
    pub version: u32,
    pub name: String,
    pub identity_masked: String,
    pub mobile_masked: String,
    pub on_staff: bool,
    /// `None`: 总管理员.
    pub department: Option<DepartmentId>,
    pub may_sign_in: bool,
    pub duties: String,
    /// Until when an initial password works that nobody has changed yet.
    pub initial_password_until: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministratorRows {
    /// Chiefs first, then by name.
    pub administrators: Vec<AdministratorRow>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateAdministratorRequest {
    pub id: AccountId,
    pub version: u32,
    /// Without an identity number, which stands; without a phone number, the one on record stands.
    pub form: AdministratorForm,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdministratorRequest {
    pub id: AccountId,
    pub version: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdministratorDeleted {}
