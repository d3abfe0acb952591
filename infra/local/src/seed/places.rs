//! Writes the directory of units and the departments of the hospital.

use std::collections::HashMap;

use anyhow::{Context, Result};
use domain::id::{DepartmentId, UnitId};
use domain::permission::Scope;
use domain::timestamp::Timestamp;
use domain::window::RegistrationWindow;
use functions::app::App;
use functions::store::directory::{self, DirectoryUnit};
use functions::store::units::{Department, Unit};
use functions::store::windows::PlatformWindows;
use time::{Date, Month};

use super::demo_people::{DEPARTMENTS, DESK};
use super::unit_names::{self, HOSPITAL, SUPERVISING, UNIVERSITY};
use super::{plain, write};

/// Where the demo's people belong.
pub struct Places {
    /// How many units there are.
    pub units: usize,
    by_name: HashMap<&'static str, UnitId>,
}

impl Places {
    pub fn unit(&self, name: &str) -> Result<UnitId> {
        self.by_name.get(name).cloned().with_context(|| format!("the demo has no unit {name}"))
    }

    pub fn scope(&self, unit: &str, department: Option<&str>) -> Result<Scope> {
        Ok(Scope { unit: self.unit(unit)?, department: department.map(department_id) })
    }
}

/// Ids of the hospital's departments: their positions.
fn department_id(name: &str) -> DepartmentId {
    let position = DEPARTMENTS.iter().position(|(department, _)| *department == name).unwrap_or_default();
    DepartmentId::from_bits(1 + position as u128)
}

pub async fn make(app: &App, now: Timestamp) -> Result<Places> {
    let mut listed = unit_names::generate();
    listed.extend(unit_names::added());
    let mut changes = Vec::new();
    let mut by_name = HashMap::from([(DESK, UnitId::other())]);
    for one in &listed {
        let unit = unit(one);
        for name in [HOSPITAL, UNIVERSITY, SUPERVISING] {
            if unit.name == name {
                by_name.insert(name, unit.id.clone());
            }
        }
        changes.push(unit.put().map_err(plain)?);
    }
    let hospital = by_name.get(HOSPITAL).context("the demo has no hospital")?;
    for (name, _) in DEPARTMENTS {
        let department =
            Department { id: department_id(name), version: 1, name: name.to_owned(), remarks: String::new() };
        changes.push(department.put(hospital).map_err(plain)?);
    }
    changes.push(PlatformWindows { version: 1, windows: registration_windows(now) }.put().map_err(plain)?);
    write(app, changes).await?;
    directory::compact(&app.table, listed.clone(), app.clock.now()).await.map_err(plain)?;
    Ok(Places { units: listed.len(), by_name })
}

/// The year of today until the end of the next March, the year before until the end of this one; earlier years stay open.
pub fn registration_windows(now: Timestamp) -> Vec<RegistrationWindow> {
    let year = now.date().year();
    let first_of = |year: i32, month| Date::from_calendar_date(year, month, 1).map(Timestamp::midnight).ok();
    let window =
        |year: i32, closes_at| Some(RegistrationWindow { year, opens_at: first_of(year, Month::January)?, closes_at });
    let ends = [(year, first_of(year + 1, Month::April)), (year - 1, first_of(year + 1, Month::January))];
    ends.into_iter().filter_map(|(year, closes_at)| window(year, closes_at)).collect()
}

pub fn unit(listed: &DirectoryUnit) -> Unit {
    // The hospital shows 终审.
    Unit { final_review: listed.name == HOSPITAL, ..Unit::new(listed, String::new()) }
}
