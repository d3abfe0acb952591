//! The load by day and city, as `crate::audit` counted it: an item for each day, and one for each month that says when.

use domain::contract::audit::{DayLoad, Load};
use domain::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys::{Key, LOAD};
use super::table::{Change, Condition, Item, Range, SortRange, item, parse};
use crate::app::App;
use crate::error::Error;

/// Days that are counted anew each time. What happened before them does not change any more, or hardly.
const DAYS: i64 = 400;
/// Changes of one transaction at most (DynamoDB's own limit).
const TOGETHER_MAX: usize = 100;

#[derive(Debug, Serialize, Deserialize)]
struct Month {
    counted_at: Timestamp,
}

/// The items of the latest days, and of their months. Days on which nothing happened are among them, because something may
/// have been counted on them before.
fn items(counted: &[DayLoad], at: Timestamp) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    let mut last_month = String::new();
    for days_ago in (0..DAYS).rev() {
        let day = at.plus_seconds(-days_ago * 24 * 3_600).display_date();
        let month = day[..7].to_owned();
        if month != last_month {
            items.push(item(&Key::load_month(&month), &Month { counted_at: at })?);
            last_month = month;
        }
        let load = match counted.binary_search_by(|one| one.day.cmp(&day)) {
            Ok(position) => counted[position].clone(),
            Err(_) => DayLoad { day: day.clone(), cities: Vec::new() },
        };
        items.push(item(&Key::load_day(&day), &load)?);
    }
    Ok(items)
}

/// The same as DynamoDB's JSON has them.
pub fn requests(counted: &[DayLoad], at: Timestamp) -> Result<Vec<serde_dynamo::Item>, Error> {
    Ok(items(counted, at)?.into_iter().map(serde_dynamo::Item::from).collect())
}

/// Stores what was counted.
pub async fn keep(app: &App, counted: &[DayLoad], at: Timestamp) -> Result<(), Error> {
    let puts = items(counted, at)?.into_iter().map(|item| Change::Put { item, condition: Condition::Always });
    let puts: Vec<Change> = puts.collect();
    for some in puts.chunks(TOGETHER_MAX) {
        app.table.transact(some.to_vec()).await?;
    }
    Ok(())
}

/// One month, as `2026-11`. Forty items at most.
pub async fn of_month(app: &App, month: &str) -> Result<Load, Error> {
    let range = Range {
        index: None,
        partition: LOAD.to_owned(),
        sort: SortRange::Prefix(month.to_owned()),
        newest_first: false,
        consistent: false,
        after: None,
    };
    let mut load = Load { counted_at: None, days: Vec::new() };
    for item in app.table.query_items(range).await? {
        if item.contains_key("counted_at") {
            load.counted_at = Some(parse::<Month>(item)?.counted_at);
        } else {
            let day: DayLoad = parse(item)?;
            load.days.extend((!day.cities.is_empty()).then_some(day));
        }
    }
    Ok(load)
}
