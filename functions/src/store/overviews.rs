//! 总览 as it was last counted, one item for each scope and year.

use domain::contract::overview::Overview;
use domain::permission::Scope;
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::table::item;
use crate::app::App;
use crate::error::Error;

/// Nobody needs what was counted longer ago than this.
const KEPT_SECONDS: i64 = 24 * 60 * 60;

#[derive(Serialize, Deserialize)]
struct Stored {
    overview: Overview,
    gone_at: i64,
}

pub async fn find(app: &App, scope: &Scope, year: i32) -> Result<Option<Overview>, Error> {
    let stored: Option<Stored> = app.table.get_lagging(&Key::overview(scope, year)).await?;
    Ok(stored.map(|stored| stored.overview))
}

pub async fn put(app: &App, scope: &Scope, overview: &Overview) -> Result<(), Error> {
    let gone_at = overview.counted_at.seconds() + KEPT_SECONDS;
    let stored = Stored { overview: overview.clone(), gone_at };
    app.table.put(item(&Key::overview(scope, overview.year), &stored)?).await
}
