//! Units and their departments.

use domain::contract::accounts::DepartmentName;
use domain::credit_code::CreditCode;
use domain::id::{DepartmentId, UnitId};
use domain::region::Region;
use serde::{Deserialize, Serialize};

use super::keys::{DEPARTMENTS, Key, unit_partition};
use super::table::{Change, Condition, Range, SortRange, item};
use crate::house::House;
use crate::http::failure::Failure;

/// A unit's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    /// `None` for 其他单位.
    pub credit_code: Option<CreditCode>,
    pub region: Option<Region>,
    pub supervising: bool,
    pub verified: bool,
    /// 终审 switched on.
    pub final_review: bool,
    /// Keys the request that added it; empty for imported ones.
    pub created_by: String,
}

impl Unit {
    pub fn put(&self) -> Result<Change, Failure> {
        Ok(Change::Put { item: item(&Key::unit(&self.id), self)?, condition: Condition::Missing })
    }
}

/// A department's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    pub id: DepartmentId,
    pub name: String,
    pub remarks: String,
}

impl Department {
    pub fn put(&self, unit: &UnitId) -> Result<Change, Failure> {
        Ok(Change::Put { item: item(&Key::department(unit, &self.id), self)?, condition: Condition::Missing })
    }
}

pub async fn find(house: &House, unit: &UnitId) -> Result<Option<Unit>, Failure> {
    house.table.get_lagging(&Key::unit(unit)).await
}

pub async fn find_department(
    house: &House,
    unit: &UnitId,
    department: &DepartmentId,
) -> Result<Option<DepartmentName>, Failure> {
    house.table.get_lagging(&Key::department(unit, department)).await
}

/// The departments of a unit, in the order of their ids; their number is a unit's own affair and small.
pub async fn departments(house: &House, unit: &UnitId) -> Result<Vec<DepartmentName>, Failure> {
    let range = Range {
        index: None,
        partition: unit_partition(unit),
        sort: SortRange::Prefix(DEPARTMENTS.to_owned()),
        newest_first: false,
        consistent: false,
        after: None,
    };
    house.table.query_all(range).await
}
