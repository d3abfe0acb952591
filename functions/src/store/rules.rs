//! Versions of the rules: categories, the hours that they suggest, yearly requirements. The first version comes with the
//! product; operators publish others, each from a day to come on.
//!
//! Every claim and every year is judged by them, so a process keeps them in memory and asks again after a minute, and when
//! the date changes in Shanghai. A version is published before its day begins, so that nobody judges by an old one.

use std::sync::{Arc, PoisonError, RwLock};

use domain::category::{CategoryTable, Requirement};
use domain::contract::rules::RulesVersion;
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use time::Date;

use super::keys::{Key, RULES};
use super::table::{Change, Condition, Range, SortRange, item};
use crate::app::App;
use crate::error::Error;

/// Seconds for which a process trusts what it read.
const KNOWN_FOR_SECONDS: i64 = 60;

/// What a process knows of the rules.
#[derive(Debug, Default)]
pub struct Rulebook {
    known: RwLock<Option<(Timestamp, Arc<Versions>)>>,
}

/// All versions, oldest first; never empty.
#[derive(Debug)]
pub struct Versions(Vec<Version>);

#[derive(Debug)]
pub struct Version {
    pub table: CategoryTable,
    /// As it is handed to browsers.
    pub text: String,
    published_by: String,
    published_at: Option<Timestamp>,
}

/// A published version as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub version: u32,
    /// A table's JSON.
    pub text: String,
    pub by: String,
    pub at: Timestamp,
}

impl Published {
    /// Stores a version that is not there yet.
    pub fn put(&self) -> Result<Change, Error> {
        Ok(Change::Put { item: item(&Key::rules(self.version), self)?, condition: Condition::Missing })
    }
}

impl Versions {
    fn of(published: Vec<Published>) -> Result<Self, Error> {
        let first = Version {
            table: CategoryTable::built_in().clone(),
            text: CategoryTable::BUILT_IN_JSON.to_owned(),
            published_by: String::new(),
            published_at: None,
        };
        let mut all = vec![first];
        for Published { text, by, at, .. } in published {
            let table = CategoryTable::from_json(&text).map_err(Error::internal)?;
            all.push(Version { table, text, published_by: by, published_at: Some(at) });
        }
        Ok(Self(all))
    }

    pub fn newest(&self) -> &Version {
        &self.0[self.0.len() - 1]
    }

    /// What claims are made under on a day.
    pub fn in_force(&self, today: Date) -> &Version {
        self.0.iter().rev().find(|one| one.table.effective_from() <= today).unwrap_or(&self.0[0])
    }

    pub fn numbered(&self, version: u32) -> Option<&Version> {
        self.0.iter().find(|one| one.table.version == version)
    }

    /// For who publishes them, newest first.
    pub fn listed(&self, today: Date) -> Vec<RulesVersion> {
        let in_force = self.in_force(today).table.version;
        let row = |Version { table, published_by, published_at, .. }: &Version| RulesVersion {
            version: table.version,
            effective_from: domain::hours::date_text(table.effective_from()),
            provisional: table.is_provisional(),
            subcategories: table.categories().iter().map(|category| category.subcategories.len() as u32).sum(),
            published_by: published_by.clone(),
            published_at: *published_at,
            in_force: table.version == in_force,
        };
        self.0.iter().rev().map(row).collect()
    }
}

/// The rules on one day.
#[derive(Debug, Clone)]
pub struct Rules {
    versions: Arc<Versions>,
    today: Date,
}

impl Rules {
    /// What claims are made under.
    pub fn table(&self) -> &CategoryTable {
        &self.versions.in_force(self.today).table
    }

    /// What a credited year asks for.
    pub fn requirement_for(&self, year: i32) -> Option<&Requirement> {
        self.table().requirement_for(year)
    }
}

/// The rules of today, as this process knows them.
pub async fn today(app: &App) -> Result<Rules, Error> {
    let now = app.clock.now();
    let known = app.rulebook.known.read().unwrap_or_else(PoisonError::into_inner).clone();
    let fresh = |at: Timestamp| now < at.plus_seconds(KNOWN_FOR_SECONDS) && at <= now && at.date() == now.date();
    if let Some((at, versions)) = known
        && fresh(at)
    {
        return Ok(Rules { versions, today: now.date() });
    }
    let versions = Arc::new(read(app, false).await?);
    *app.rulebook.known.write().unwrap_or_else(PoisonError::into_inner) = Some((now, versions.clone()));
    Ok(Rules { versions, today: now.date() })
}

/// All versions as they are stored now.
pub async fn now(app: &App) -> Result<Versions, Error> {
    read(app, true).await
}

async fn read(app: &App, consistent: bool) -> Result<Versions, Error> {
    let range = Range {
        index: None,
        partition: RULES.to_owned(),
        sort: SortRange::All,
        newest_first: false,
        consistent,
        after: None,
    };
    Versions::of(app.table.query_all(range).await?)
}
