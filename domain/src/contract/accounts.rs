//! Requests and responses of signing up, in and out.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, DepartmentId, PersonId, UnitId};
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

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInOperatorRequest {
    pub login: String,
    pub password: String,
    /// 动态口令: six digits of the operator's device.
    pub code: String,
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
    /// What calls are made for: see [`ACCOUNT_HEADER`](super::ACCOUNT_HEADER).
    pub account: AccountId,
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
    /// Messages that the person has not seen.
    #[serde(default)]
    pub unread: u32,
    /// The version of the rules that claims are made under today.
    #[serde(default)]
    pub rules_version: u32,
}

/// What 单位注册 led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSignedUp {
    /// `None`: the unit was listed already, and its account waits until an operator confirms it.
    pub session: Option<Session>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListSignInsRequest {}

/// The last sign-ins of an account, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInList {
    pub sign_ins: Vec<SignInRecord>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRecord {
    pub at: Timestamp,
    /// The kind of device and browser, in words: `Android 手机 · 微信`.
    pub device: String,
    pub standing: SignInState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInState {
    /// The session that asks.
    Here,
    /// Another one that is alive.
    Elsewhere,
    Ended,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndOtherSessionsRequest {}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadProfileRequest {}

/// A professional's own record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub name: String,
    pub identity_masked: String,
    /// `138****8000`; `None`: the unit has entered the person without one.
    pub mobile_masked: Option<String>,
    pub unit: UnitName,
    pub department: Option<DepartmentName>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevealProfileRequest {}

/// Not `Debug`: it must never reach a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealedProfile {
    pub identity_number: String,
    /// `None`: there is none on record.
    pub mobile: Option<String>,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeMobileRequest {
    pub mobile: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmployerRequest {
    pub unit: UnitId,
    #[serde(default)]
    pub department: Option<DepartmentId>,
}
