//! Requests and responses of signing up, in and out.

use serde::{Deserialize, Serialize};

use crate::id::{DepartmentId, PersonId, UnitId};
use crate::permission::Role;
use crate::timestamp::Timestamp;

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    pub role: Role,
    /// 证件号码; for a unit account the credit code.
    pub login: String,
    pub password: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOutRequest {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedOut {}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadSessionRequest {}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordRequest {
    pub current_password: String,
    pub new_password: String,
}

/// A unit by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitName {
    pub id: UnitId,
    pub name: String,
}

/// A department by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentName {
    pub id: DepartmentId,
    pub name: String,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub role: Role,
    pub name: String,
    /// `4501**********002X`
    pub identity_masked: String,
    pub person: Option<PersonId>,
    pub unit: UnitName,
    /// A professional's own department, or what a department administrator is in charge of.
    pub department: Option<DepartmentName>,
    /// An initial password opens nothing but the change of password.
    pub must_change_password: bool,
    /// When the session ends even if it is used.
    pub expires_at: Timestamp,
    /// The current date in Asia/Shanghai decides which years can be credited; the device's clock may be wrong.
    pub now: Timestamp,
}
