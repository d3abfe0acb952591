//! Requests and responses about the directory of units.

use serde::{Deserialize, Serialize};

use super::accounts::DepartmentName;
use crate::credit_code::CreditCode;
use crate::id::UnitId;
use crate::region::Region;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchUnitsRequest {
    /// Any part of the name or of the credit code; empty lists the region.
    pub text: String,
    /// GB/T 2260 code of a city or county; empty searches everywhere.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// The searcher's own unit; those of its region come first among equally good ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<UnitId>,
    /// Only units that may review other units' people.
    pub supervising: bool,
    /// From 0.
    pub page: u32,
}

/// Ten units, best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitHits {
    pub hits: Vec<UnitHit>,
    /// How many units match in all.
    pub total: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitHit {
    pub id: UnitId,
    pub name: String,
    /// `None` for 其他单位.
    pub credit_code: Option<CreditCode>,
    pub region: Option<Region>,
    pub supervising: bool,
    /// Not verified: somebody added it, and no operator has confirmed it yet.
    pub verified: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListDepartmentsRequest {
    pub unit: UnitId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentList {
    pub departments: Vec<DepartmentName>,
}
