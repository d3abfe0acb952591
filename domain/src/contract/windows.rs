//! Requests and responses about 学时登记开放.

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadOpenYearsRequest {}

/// What a form needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenYears {
    /// Newest first.
    pub years: Vec<i32>,
    /// `2026 年度登记至 2027-03-31`; empty while no end is set.
    pub note: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadWindowsRequest {}

/// One credited year in 学时登记开放.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowRow {
    pub year: i32,
    pub opens_at: Timestamp,
    /// The operator's end, exclusive.
    pub closes_at: Option<Timestamp>,
    /// The unit's own, earlier end, exclusive.
    pub closed_early_at: Option<Timestamp>,
    pub is_open: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowRows {
    /// Newest year first.
    pub windows: Vec<WindowRow>,
    pub version: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloseEarlyRequest {
    pub year: i32,
    /// The last day on which the unit's people may register; empty for the operator's own end.
    pub last_day: String,
    /// Of the closings that the chief saw.
    pub version: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadPlatformWindowsRequest {}

/// One credited year as the operator sets it for everyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformWindow {
    pub year: i32,
    pub opens_at: Timestamp,
    /// Exclusive.
    pub closes_at: Option<Timestamp>,
    /// An operator has said so; else the year is open from its first instant on.
    pub is_set: bool,
    pub is_open: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformWindows {
    /// Newest year first, from the next year on.
    pub windows: Vec<PlatformWindow>,
    pub version: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetWindowRequest {
    /// Of the windows that the operator saw.
    pub version: u32,
    pub form: crate::window::WindowForm,
}
