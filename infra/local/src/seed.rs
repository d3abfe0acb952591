//! Demo data: the directory of units, a hospital at work, a university beside it.
//!
//! Made in memory and written to disk at once, so that a first start takes seconds and one that is interrupted leaves
//! no half of it.

mod activities;
mod demo_accounts;
mod demo_people;
mod demo_registrations;
pub(crate) mod desk;
mod dice;
mod evidence;
mod operator;
mod places;
mod platform;
pub mod population;
mod unit_names;
mod words;
mod year;

use std::time::Instant;

use anyhow::{Result, anyhow};
use aws_sdk_s3::Client;
use domain::timestamp::Timestamp;
use functions::app::App;
use functions::error::Error;
use functions::store::table::{Change, NotDone};

pub use demo_people::{DemoAccount, PASSWORD, accounts};
pub use dice::Dice;
pub use operator::{code, device};
pub use platform::{DEMO_SECRET, demo_key};
pub use unit_names::{HOSPITAL, SUPERVISING, UNIVERSITY, province};

/// Changes of one transaction at most (DynamoDB's own limit).
const CHANGES_MAX: usize = 100;

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    pub units: usize,
    pub people: usize,
    pub registrations: usize,
    pub pending: usize,
}

/// Fills an empty table as if the product had been used for a year until `now`. The clock of the app must be one that
/// can be set; `say` is told what is being done.
pub async fn fill(app: &App, files: &Client, now: Timestamp, say: impl Fn(&str)) -> Result<Made> {
    let started = Instant::now();
    say("units of Guangxi");
    let places = places::make(app, now).await?;
    say("a hospital and a university with their people");
    let people = demo_accounts::people(app, &places, now).await?;
    say("a year of registrations and reviews");
    let (registrations, pending) = year::pass(app, files, &places, &people, now).await?;
    say(&format!("ready after {:.1} s", started.elapsed().as_secs_f64()));
    Ok(Made { units: places.units, people: people.len(), registrations, pending })
}

/// Writes changes that depend on nothing, as few transactions.
async fn write(app: &App, changes: Vec<Change>) -> Result<()> {
    let mut changes = changes.into_iter().peekable();
    while changes.peek().is_some() {
        let some: Vec<Change> = changes.by_ref().take(CHANGES_MAX).collect();
        match app.table.transact(some).await {
            Ok(()) => {}
            Err(NotDone::Condition(_)) => {
                return Err(anyhow!("the demo data are there already, or hold something twice"));
            }
            Err(NotDone::Error(failure)) => return Err(plain(failure)),
        }
    }
    Ok(())
}

fn plain(failure: Error) -> anyhow::Error {
    anyhow!("the table refused the demo data: {failure:?}")
}

#[cfg(test)]
mod tests;
