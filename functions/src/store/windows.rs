//! Registration windows: the operator's, in one item for the whole platform, and each unit's own earlier ends.

use std::collections::BTreeMap;

use domain::id::UnitId;
use domain::timestamp::Timestamp;
use domain::window::{RegistrationWindow, Windows};
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::table::{Change, Condition, item};
use crate::app::App;
use crate::error::Error;

/// The operator's windows, one for a year at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformWindows {
    /// 0 where none were ever set. Windows that were stored before there were versions have none either.
    #[serde(default)]
    pub version: u32,
    pub windows: Vec<RegistrationWindow>,
}

impl PlatformWindows {
    /// The next version, with this window for its year.
    pub fn with(&self, window: RegistrationWindow) -> Self {
        let others = self.windows.iter().copied().filter(|one| one.year != window.year);
        Self { version: self.version + 1, windows: others.chain([window]).collect() }
    }

    /// Stores them in the place of the version before.
    pub fn put(&self) -> Result<Change, Error> {
        let condition = match self.version {
            1 => Condition::Lacks("version"),
            version => Condition::Is("version", i64::from(version) - 1),
        };
        Ok(Change::Put { item: item(&Key::windows(), self)?, condition })
    }
}

/// Where a unit closes years earlier for its own people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closings {
    pub version: u32,
    pub closed_early: BTreeMap<i32, Timestamp>,
}

impl Closings {
    /// Stores them in the place of the version before.
    pub fn put(&self, unit: &UnitId) -> Result<Change, Error> {
        let condition = match self.version {
            1 => Condition::Missing,
            version => Condition::Is("version", i64::from(version) - 1),
        };
        Ok(Change::Put { item: item(&Key::closings(unit), self)?, condition })
    }
}

/// The operator's windows. They may lag by a moment.
pub async fn set(app: &App) -> Result<Vec<RegistrationWindow>, Error> {
    Ok(app.table.get_lagging::<PlatformWindows>(&Key::windows()).await?.unwrap_or_default().windows)
}

/// The operator's windows as they are now.
pub async fn of_platform(app: &App) -> Result<PlatformWindows, Error> {
    Ok(app.table.get(&Key::windows()).await?.unwrap_or_default())
}

/// A unit's own ends, as they are now.
pub async fn closings(app: &App, unit: &UnitId) -> Result<Closings, Error> {
    Ok(app.table.get(&Key::closings(unit)).await?.unwrap_or_default())
}

/// What holds for the people of a unit. Two small items; they may lag by a moment.
pub async fn of_unit(app: &App, unit: &UnitId) -> Result<Windows, Error> {
    let closings: Option<Closings> = app.table.get_lagging(&Key::closings(unit)).await?;
    Ok(Windows { set: set(app).await?, closed_early: closings.unwrap_or_default().closed_early })
}
