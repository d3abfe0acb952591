//! Units and their departments.

use domain::contract::accounts::DepartmentName;
use domain::contract::offices::{DepartmentRow, UnitProfileView};
use domain::credit_code::CreditCode;
use domain::id::{DepartmentId, UnitId};
use domain::mobile::MobileNumber;
use domain::region::Region;
use domain::unit::OTHER_UNIT_NAME;
use serde::{Deserialize, Serialize};

use super::directory::Listed;
use super::keys::{DEPARTMENTS, Key, unit_partition};
use super::table::{Change, Condition, Range, SortRange, item};
use crate::house::House;
use crate::http::failure::Failure;
use crate::vault::Vault;

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
    /// Counts the changes that the unit made to it.
    #[serde(rename = "v", default)]
    pub version: u32,
    #[serde(default)]
    pub contact: Option<StoredContact>,
}

/// Whom the platform asks about a unit; the number sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredContact {
    pub name: String,
    pub mobile_masked: String,
    sealed_mobile: String,
}

impl StoredContact {
    pub fn new(vault: &Vault, unit: &UnitId, name: String, mobile: &MobileNumber) -> Self {
        let sealed_mobile = vault.seal(&format!("{unit}/contact"), mobile.expose());
        Self { name, mobile_masked: mobile.masked(), sealed_mobile }
    }

    /// Somebody else at the same number.
    pub fn named(self, name: String) -> Self {
        Self { name, ..self }
    }
}

impl Unit {
    /// 其他单位, the platform's own review desk: it is there from the beginning, it is stored nowhere, and nobody changes it.
    pub fn other() -> Self {
        Self {
            id: UnitId::other(),
            name: OTHER_UNIT_NAME.to_owned(),
            credit_code: None,
            region: None,
            supervising: false,
            verified: true,
            final_review: false,
            created_by: String::new(),
            version: 0,
            contact: None,
        }
    }

    /// Stores a unit that is not there yet.
    pub fn put(&self) -> Result<Change, Failure> {
        Ok(Change::Put { item: item(&Key::unit(&self.id), self)?, condition: Condition::Missing })
    }

    /// Stores it in the place of the version before.
    pub fn replace(&self) -> Result<Change, Failure> {
        let condition = Condition::Is("v", i64::from(self.version) - 1);
        Ok(Change::Put { item: item(&Key::unit(&self.id), self)?, condition })
    }

    /// As the directory lists it; 其他单位 is not in it.
    pub fn listed(&self) -> Option<Listed> {
        Some(Listed {
            name: self.name.clone(),
            credit_code: self.credit_code.clone()?,
            region: self.region?,
            supervising: self.supervising,
            verified: self.verified,
        })
    }

    pub fn profile(&self) -> UnitProfileView {
        let contact = self.contact.as_ref();
        UnitProfileView {
            name: self.name.clone(),
            credit_code: self.credit_code.clone(),
            region: self.region,
            contact_name: contact.map(|contact| contact.name.clone()).unwrap_or_default(),
            contact_mobile_masked: contact.map(|contact| contact.mobile_masked.clone()).unwrap_or_default(),
            final_review: self.final_review,
            verified: self.verified,
            supervising: self.supervising,
            version: self.version,
        }
    }
}

/// A department's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    pub id: DepartmentId,
    #[serde(rename = "v")]
    pub version: u32,
    pub name: String,
    pub remarks: String,
}

impl Department {
    /// Stores a department that is not there yet.
    pub fn put(&self, unit: &UnitId) -> Result<Change, Failure> {
        Ok(Change::Put { item: item(&Key::department(unit, &self.id), self)?, condition: Condition::Missing })
    }

    /// Stores it in the place of the version before.
    pub fn replace(&self, unit: &UnitId) -> Result<Change, Failure> {
        let condition = Condition::Is("v", i64::from(self.version) - 1);
        Ok(Change::Put { item: item(&Key::department(unit, &self.id), self)?, condition })
    }

    pub fn row(self) -> DepartmentRow {
        DepartmentRow { id: self.id, version: self.version, name: self.name, remarks: self.remarks }
    }
}

/// A department must be there for the other changes of a transaction to happen.
pub fn require_department(unit: &UnitId, department: &DepartmentId) -> Change {
    Change::Check { key: Key::department(unit, department), condition: Condition::Exists }
}

/// A unit as it is now.
pub async fn find_now(house: &House, unit: &UnitId) -> Result<Option<Unit>, Failure> {
    if *unit == UnitId::other() {
        return Ok(Some(Unit::other()));
    }
    house.table.get(&Key::unit(unit)).await
}

/// The departments of a unit as they are now, with everything about them, by name.
pub async fn all_departments(house: &House, unit: &UnitId) -> Result<Vec<Department>, Failure> {
    let mut all: Vec<Department> = house.table.query_all(departments_range(unit, true)).await?;
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

fn departments_range(unit: &UnitId, consistent: bool) -> Range {
    Range {
        index: None,
        partition: unit_partition(unit),
        sort: SortRange::Prefix(DEPARTMENTS.to_owned()),
        newest_first: false,
        consistent,
        after: None,
    }
}

/// A unit, at half the price; it may lag by a moment.
pub async fn find(house: &House, unit: &UnitId) -> Result<Option<Unit>, Failure> {
    if *unit == UnitId::other() {
        return Ok(Some(Unit::other()));
    }
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
    house.table.query_all(departments_range(unit, false)).await
}
