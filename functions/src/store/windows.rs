//! Registration windows: the operator's, in one item for the whole platform, and each unit's own earlier ends.

use std::collections::BTreeMap;

use domain::id::UnitId;
use domain::timestamp::Timestamp;
use domain::window::{RegistrationWindow, Windows};
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::table::{Change, Condition, item};
use crate::house::House;
use crate::http::failure::Failure;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    windows: Vec<RegistrationWindow>,
}

/// Where a unit closes years earlier for its own people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closings {
    pub version: u32,
    pub closed_early: BTreeMap<i32, Timestamp>,
}

impl Closings {
    /// Stores them in the place of the version before.
    pub fn put(&self, unit: &UnitId) -> Result<Change, Failure> {
        let condition = match self.version {
            1 => Condition::Missing,
            version => Condition::Is("version", i64::from(version) - 1),
        };
        Ok(Change::Put { item: item(&Key::closings(unit), self)?, condition })
    }
}

/// The operator's windows.
pub async fn set(house: &House) -> Result<Vec<RegistrationWindow>, Failure> {
    Ok(house.table.get_lagging::<Stored>(&Key::windows()).await?.unwrap_or_default().windows)
}

/// Stores the operator's windows in the place of those before.
pub fn put(windows: Vec<RegistrationWindow>) -> Result<Change, Failure> {
    Ok(Change::Put { item: item(&Key::windows(), &Stored { windows })?, condition: Condition::Always })
}

/// A unit's own ends, as they are now.
pub async fn closings(house: &House, unit: &UnitId) -> Result<Closings, Failure> {
    Ok(house.table.get(&Key::closings(unit)).await?.unwrap_or_default())
}

/// What holds for the people of a unit. Two small items; they may lag by a moment.
pub async fn of_unit(house: &House, unit: &UnitId) -> Result<Windows, Failure> {
    let closings: Option<Closings> = house.table.get_lagging(&Key::closings(unit)).await?;
    Ok(Windows { set: set(house).await?, closed_early: closings.unwrap_or_default().closed_early })
}
