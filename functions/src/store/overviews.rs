//! 总览 as it was last counted, one item for each scope and year.

use domain::contract::overview::Overview;
use domain::permission::Scope;
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::table::item;
use crate::house::House;
use crate::http::failure::Failure;

/// Nobody needs what was counted longer ago than this.
const KEPT_SECONDS: i64 = 24 * 60 * 60;

#[derive(Serialize, Deserialize)]
struct Stored {
    overview: Overview,
    gone_at: i64,
}

pub async fn find(house: &House, scope: &Scope, year: i32) -> Result<Option<Overview>, Failure> {
    let stored: Option<Stored> = house.table.get_lagging(&Key::overview(scope, year)).await?;
    Ok(stored.map(|stored| stored.overview))
}

pub async fn put(house: &House, scope: &Scope, overview: &Overview) -> Result<(), Failure> {
    let gone_at = overview.counted_at.seconds() + KEPT_SECONDS;
    let stored = Stored { overview: overview.clone(), gone_at };
    house.table.put(item(&Key::overview(scope, overview.year), &stored)?).await
}
