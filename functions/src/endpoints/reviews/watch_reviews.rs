use domain::contract::registrations::RegistrationRow;
use domain::contract::reviews::{ReviewNews, WatchReviewsRequest};
use domain::limits::LIST_ROWS_PER_PAGE;
use domain::review::Stage;
use domain::timestamp::Timestamp;

use crate::http::Visit;
use crate::http::caller::Administrator;
use crate::http::failure::Failure;
use crate::store::keys::{Shelf, shelf_instant};
use crate::store::registrations::{self, Registration};
use crate::store::shelves;
use crate::store::table::SortRange;

/// Indexes lag by a moment, and clocks differ by less: what happened in it is told again.
const OVERLAP_SECONDS: i64 = 10;
/// Who has been away longer than this searches again.
const SINCE_SECONDS_MAX: i64 = 60 * 60;

pub async fn room(
    visit: Visit<'_>,
    caller: Administrator,
    request: WatchReviewsRequest,
) -> Result<ReviewNews, Failure> {
    if request.stage == Stage::Final && !caller.scope.is_chief() {
        return Err(Failure::NotFound);
    }
    let now = visit.house.clock.now();
    let since = request.since.max(now.plus_seconds(-SINCE_SECONDS_MAX)).plus_seconds(-OVERLAP_SECONDS);
    let waiting = if request.stage == Stage::First { Shelf::PendingFirst } else { Shelf::PendingFinal };
    let mut decided = Vec::new();
    for shelf in [Shelf::Approved, Shelf::Rejected, Shelf::PendingFinal] {
        if shelf != waiting {
            decided.extend(newest(&visit, &caller, shelf, since).await?);
        }
    }
    let arrived = newest(&visit, &caller, waiting, since).await?;
    Ok(ReviewNews { decided, arrived, now })
}

/// What has come onto a shelf since then, newest first; more than a page is told by the next search.
async fn newest(
    visit: &Visit<'_>,
    caller: &Administrator,
    shelf: Shelf,
    since: Timestamp,
) -> Result<Vec<RegistrationRow>, Failure> {
    let range = shelves::range(&caller.scope, shelf, true, SortRange::After(shelf_instant(since)));
    let (rows, _) = registrations::page(visit.house, range, LIST_ROWS_PER_PAGE, false, |_| true).await?;
    Ok(rows.iter().map(Registration::row).collect())
}
