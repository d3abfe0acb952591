//! Units and their departments.

use std::collections::HashMap;

use domain::contract::accounts::DepartmentName;
use domain::contract::unit_management::{DepartmentRow, UnitProfileView};
use domain::credit_code::CreditCode;
use domain::field_errors::FieldErrors;
use domain::id::{DepartmentId, PersonId, UnitId};
use domain::mobile::MobileNumber;
use domain::region::Region;
use domain::timestamp::Timestamp;
use domain::unit::OTHER_UNIT_NAME;
use serde::{Deserialize, Serialize};

use super::directory::DirectoryUnit;
use super::keys::{DEPARTMENTS, Key, UNDER_WAY, unit_partition};
use super::table::{Change, Condition, Item, Range, SortRange, item, number, parse};
use crate::app::App;
use crate::crypto::vault::Vault;
use crate::error::Error;

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
    /// 已停用: nothing new comes to it, and nobody signs in for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disabled: bool,
    /// 合并: where everything of it goes, or has gone. Nothing new comes to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<MergedInto>,
    /// How many units are on their way into it. As long as there are any it stays what it is.
    #[serde(default)]
    pub receiving: u32,
}

/// The unit that another one is merged into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedInto {
    pub unit: UnitId,
    /// From when on nothing new came.
    pub since: Timestamp,
    /// Everything has gone over.
    pub done: bool,
}

/// Whom the platform asks about a unit; the number encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredContact {
    pub name: String,
    pub mobile_masked: String,
    encrypted_mobile: String,
}

impl StoredContact {
    pub fn new(vault: &Vault, unit: &UnitId, name: String, mobile: &MobileNumber) -> Self {
        let encrypted_mobile = vault.encrypt(&format!("{unit}/contact"), mobile.expose());
        Self { name, mobile_masked: mobile.masked(), encrypted_mobile }
    }

    /// Somebody else at the same number.
    pub fn named(self, name: String) -> Self {
        Self { name, ..self }
    }
}

impl Unit {
    /// A unit as the directory will list it. `created_by` keys the request that adds it.
    pub fn new(listed: &DirectoryUnit, created_by: String) -> Self {
        Self {
            id: UnitId::of(&listed.credit_code),
            name: listed.name.clone(),
            credit_code: Some(listed.credit_code.clone()),
            region: Some(listed.region),
            supervising: listed.supervising,
            verified: listed.verified,
            final_review: false,
            created_by,
            version: 0,
            contact: None,
            disabled: listed.disabled,
            merged_into: None,
            receiving: 0,
        }
    }

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
            disabled: false,
            merged_into: None,
            receiving: 0,
        }
    }

    /// Stores a unit that is not there yet.
    pub fn put(&self) -> Result<Change, Error> {
        Ok(Change::Put { item: item(&Key::unit(&self.id), self)?, condition: Condition::Missing })
    }

    /// Stores it in the place of the version before.
    pub fn replace(&self) -> Result<Change, Error> {
        let condition = Condition::Is("v", i64::from(self.version) - 1);
        Ok(Change::Put { item: item(&Key::unit(&self.id), self)?, condition })
    }

    /// As the directory lists it; 其他单位 is not in it, nor is what has been merged into another unit.
    pub fn listed(&self) -> Option<DirectoryUnit> {
        if self.merged_into.is_some() {
            return None;
        }
        Some(DirectoryUnit {
            name: self.name.clone(),
            credit_code: self.credit_code.clone()?,
            region: self.region?,
            supervising: self.supervising,
            verified: self.verified,
            disabled: self.disabled,
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
    pub fn put(&self, unit: &UnitId) -> Result<Change, Error> {
        Ok(Change::Put { item: item(&Key::department(unit, &self.id), self)?, condition: Condition::Missing })
    }

    /// Stores it in the place of the version before.
    pub fn replace(&self, unit: &UnitId) -> Result<Change, Error> {
        let condition = Condition::Is("v", i64::from(self.version) - 1);
        Ok(Change::Put { item: item(&Key::department(unit, &self.id), self)?, condition })
    }

    pub fn row(self) -> DepartmentRow {
        DepartmentRow { id: self.id, version: self.version, name: self.name, remarks: self.remarks }
    }
}

/// Refuses what a unit may do once an operator has confirmed that it is what it says: to enter people by their numbers and to
/// hand out what opens their accounts. Anybody can sign a unit up, under any name.
pub fn require_verified(unit: &Unit) -> Result<(), Error> {
    if unit.verified {
        return Ok(());
    }
    Err(Error::Conflict { code: "unit_unverified", message: UNVERIFIED.to_owned() })
}

/// What an unverified unit is told where it would enter somebody.
pub const UNVERIFIED: &str =
    "本单位尚待平台核实，核实前不能录入新人员或发放启用码或重置码；请本人注册并选择本单位，或联系平台管理员核实";

/// A department must be there for the other changes of a transaction to happen.
pub fn require_department(unit: &UnitId, department: &DepartmentId) -> Change {
    Change::Check { key: Key::department(unit, department), condition: Condition::Exists }
}

/// Something new may still come to a unit when the other changes of a transaction happen. 其他单位 always takes it, and is
/// not asked: everybody without a unit would ask it at once.
pub fn require_open(unit: &UnitId) -> Option<Change> {
    let open = "attribute_exists(pk) AND attribute_not_exists(disabled) AND attribute_not_exists(merged_into)";
    let condition = Condition::Holds(open, Item::new());
    (*unit != UnitId::other()).then(|| Change::Check { key: Key::unit(unit), condition })
}

/// The unit that somebody has chosen, if something new may come to it. Why not goes to `errors`.
pub async fn find_open(app: &App, unit: &UnitId, errors: &mut FieldErrors) -> Result<Option<Unit>, Error> {
    let Some(unit) = find(app, unit).await? else {
        errors.push("unit", "unknown", "没有找到这个单位，请重新选择");
        return Ok(None);
    };
    match closed(app, &unit).await? {
        Some((code, message)) => {
            errors.push("unit", code, message);
            Ok(None)
        }
        None => Ok(Some(unit)),
    }
}

/// Why nothing new may come to a unit: a code, and what to do.
pub async fn closed(app: &App, unit: &Unit) -> Result<Option<(&'static str, String)>, Error> {
    if let Some(merged) = &unit.merged_into {
        let into = find(app, &merged.unit).await?.map(|into| into.name).unwrap_or_default();
        return Ok(Some(("merged", format!("“{}”已并入“{into}”，请选择“{into}”", unit.name))));
    }
    Ok(unit.disabled.then(|| ("disabled", format!("“{}”已停用，请选择其他单位", unit.name))))
}

/// What [`require_open`] found closed a moment after [`find_open`] had found it open.
pub fn just_closed() -> Error {
    Error::Conflict {
        code: "unit_closed", message: "这个单位刚被停用或并入其他单位，请重新选择".to_owned()
    }
}

/// Notes a person of a unit that is being merged, of whom more than one transaction is to be moved.
pub fn put_under_way(unit: &UnitId, person: &PersonId) -> Result<Change, Error> {
    let stored = UnderWay { person: person.clone() };
    Ok(Change::Put { item: item(&Key::under_way(unit, person), &stored)?, condition: Condition::Always })
}

/// Those of whom something may still be under way.
pub async fn under_way(app: &App, unit: &UnitId) -> Result<Vec<PersonId>, Error> {
    let range = part_of(unit, UNDER_WAY, true);
    let all: Vec<UnderWay> = app.table.query_all(range).await?;
    Ok(all.into_iter().map(|one| one.person).collect())
}

pub async fn end_under_way(app: &App, unit: &UnitId, person: &PersonId) -> Result<(), Error> {
    app.table.delete(&Key::under_way(unit, person)).await
}

#[derive(Debug, Serialize, Deserialize)]
struct UnderWay {
    person: PersonId,
}

/// A unit as it is now.
pub async fn find_now(app: &App, unit: &UnitId) -> Result<Option<Unit>, Error> {
    if *unit == UnitId::other() {
        return Ok(Some(Unit::other()));
    }
    app.table.get(&Key::unit(unit)).await
}

/// Those of these units that are there, as they are now.
pub async fn find_all(app: &App, ids: &[UnitId]) -> Result<HashMap<UnitId, Unit>, Error> {
    let mut wanted: Vec<&UnitId> = ids.iter().collect();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<Key> = wanted.into_iter().map(Key::unit).collect();
    let found = app.table.get_many(&keys).await?.into_iter();
    found.map(|item| parse::<Unit>(item).map(|unit| (unit.id.clone(), unit))).collect()
}

/// The departments of a unit as they are now, with everything about them, by name.
pub async fn all_departments(app: &App, unit: &UnitId) -> Result<Vec<Department>, Error> {
    let mut all: Vec<Department> = app.table.query_all(departments_range(unit, true)).await?;
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// All departments of a unit, with how often they have changed: whoever adds one or gives one another name does so under the
/// condition that nobody else has since ([`Departments::unchanged`]). So no two get the same name.
#[derive(Debug)]
pub struct Departments {
    unit: UnitId,
    pub all: Vec<Department>,
    changes: Option<i64>,
}

impl Departments {
    pub async fn of(app: &App, unit: &UnitId) -> Result<Self, Error> {
        // First the count: what changes in between is found out by the condition.
        let counted: Option<DepartmentChanges> = app.table.get(&Key::departments(unit)).await?;
        let all = all_departments(app, unit).await?;
        Ok(Self { unit: unit.clone(), all, changes: counted.map(|counted| counted.count) })
    }

    /// The departments are as they were read, and change with the other changes of the transaction.
    pub fn unchanged(&self) -> Change {
        Change::Update {
            key: Key::departments(&self.unit),
            expression: "ADD n :one".to_owned(),
            values: Item::from([(":one".to_owned(), number(1))]),
            condition: Condition::Are(vec![("n".to_owned(), self.changes)]),
        }
    }
}

#[derive(Debug, Deserialize)]
struct DepartmentChanges {
    #[serde(rename = "n")]
    count: i64,
}

fn departments_range(unit: &UnitId, consistent: bool) -> Range {
    part_of(unit, DEPARTMENTS, consistent)
}

fn part_of(unit: &UnitId, prefix: &str, consistent: bool) -> Range {
    Range {
        index: None,
        partition: unit_partition(unit),
        sort: SortRange::Prefix(prefix.to_owned()),
        newest_first: false,
        consistent,
        after: None,
    }
}

/// A unit, at half the price; it may lag by a moment.
pub async fn find(app: &App, unit: &UnitId) -> Result<Option<Unit>, Error> {
    if *unit == UnitId::other() {
        return Ok(Some(Unit::other()));
    }
    app.table.get_lagging(&Key::unit(unit)).await
}

pub async fn find_department(
    app: &App,
    unit: &UnitId,
    department: &DepartmentId,
) -> Result<Option<DepartmentName>, Error> {
    app.table.get_lagging(&Key::department(unit, department)).await
}

/// The departments of a unit, in the order of their ids; their number is a unit's own affair and small.
pub async fn departments(app: &App, unit: &UnitId) -> Result<Vec<DepartmentName>, Error> {
    app.table.query_all(departments_range(unit, false)).await
}
