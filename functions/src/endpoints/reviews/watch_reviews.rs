use domain::contract::registrations::RegistrationRow;
use domain::contract::reviews::{ReviewNews, WatchReviewsRequest};
use domain::limits::LIST_ROWS_PER_PAGE;
use domain::review::Stage;
use domain::timestamp::Timestamp;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Administrator;
use crate::store::keys::{StatusPartition, status_instant};
use crate::store::registrations::{self, Registration};
use crate::store::status_partitions;
use crate::store::table::SortRange;

/// Indexes lag by a moment, and clocks differ by less: what happened in it is told again.
const OVERLAP_SECONDS: i64 = 10;
/// Who has been away longer than this searches again.
const SINCE_SECONDS_MAX: i64 = 60 * 60;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: WatchReviewsRequest,
) -> Result<ReviewNews, Error> {
    if request.stage == Stage::Final && !caller.scope.is_chief() {
        return Err(Error::NotFound);
    }
    let now = cx.app.clock.now();
    let since = request.since.max(now.plus_seconds(-SINCE_SECONDS_MAX)).plus_seconds(-OVERLAP_SECONDS);
    let waiting =
        if request.stage == Stage::First { StatusPartition::PendingFirst } else { StatusPartition::PendingFinal };
    let mut decided = Vec::new();
    for status_partition in [StatusPartition::Approved, StatusPartition::Rejected, StatusPartition::PendingFinal] {
        if status_partition != waiting {
            decided.extend(newest(&cx, &caller, status_partition, since).await?);
        }
    }
    let arrived = newest(&cx, &caller, waiting, since).await?;
    Ok(ReviewNews { decided, arrived, now })
}

/// What has come onto a partition since then, newest first; more than a page is told by the next search.
async fn newest(
    cx: &RequestContext<'_>,
    caller: &Administrator,
    status_partition: StatusPartition,
    since: Timestamp,
) -> Result<Vec<RegistrationRow>, Error> {
    let range =
        status_partitions::range(&caller.scope, status_partition, true, SortRange::After(status_instant(since)));
    let (rows, _) = registrations::page(cx.app, range, LIST_ROWS_PER_PAGE, false, |_| true).await?;
    Ok(rows.iter().map(Registration::row).collect())
}
