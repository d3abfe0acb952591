//! Requests and responses of 总览.

use serde::{Deserialize, Serialize};

use super::accounts::DepartmentName;
use crate::hours::Hours;
use crate::timestamp::Timestamp;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadOverviewRequest {}

/// How a scope stands, counted at an instant not long ago.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    pub year: i32,
    pub counted_at: Timestamp,
    /// What waited then, at the first and at the final stage.
    pub pending_first: u32,
    pub pending_final: u32,
    /// Departments by name; then who belongs to none.
    pub departments: Vec<DepartmentSummary>,
    /// The twelve months of the year.
    pub months: Vec<MonthSummary>,
    /// Which years end soon for the unit's people, in words; as of now.
    #[serde(default)]
    pub closing: Vec<String>,
}

/// How one department's people stand in the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentSummary {
    /// `None`: who belongs to no department.
    pub department: Option<DepartmentName>,
    pub people: u32,
    /// Those who fulfil the year's requirement.
    pub fulfilled: u32,
}

/// What was approved in one month of the year, whatever year it counts towards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthSummary {
    pub approved: u32,
    pub hours: Hours,
}
