use domain::contract::registrations::RegistrationPage;
use domain::contract::reviews::SearchResultsRequest;
use domain::folding;
use domain::review::Status;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Administrator;
use crate::store::keys::StatusPartition;
use crate::store::registrations::Registration;
use crate::store::status_partitions;
use crate::store::table::SortRange;
use crate::use_cases::review_search;

/// Marks the cursors of the second partition of a status that has two.
const SECOND_SHELF: &str = "2~";

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: SearchResultsRequest,
) -> Result<RegistrationPage, Error> {
    let name = folding::search(&request.name);
    let keep = |registration: &Registration| {
        registration.state.status() == request.status && folding::search(&registration.person_name).contains(&name)
    };
    if !request.identity_number.trim().is_empty() {
        return review_search::of_person(cx.app, &caller.scope, &request.identity_number, keep).await;
    }
    let cursor = request.cursor.as_deref();
    let second = cursor.and_then(|cursor| cursor.strip_prefix(SECOND_SHELF));
    let (status_partition, cursor) = match (request.status, second) {
        (Status::Draft, _) => (StatusPartition::Draft, cursor),
        (Status::Pending, None) => (StatusPartition::PendingFirst, cursor),
        (Status::Pending, Some(rest)) => (StatusPartition::PendingFinal, Some(rest).filter(|rest| !rest.is_empty())),
        (Status::Approved, _) => (StatusPartition::Approved, cursor),
        (Status::Rejected, _) => (StatusPartition::Rejected, cursor),
    };
    let range = status_partitions::range(&caller.scope, status_partition, true, SortRange::All);
    let page = review_search::along_partition(cx.app, range, cursor, !name.is_empty(), keep).await?;
    // What waits for the final stage follows what waits for the first; that partition is empty in most units.
    let next = match (status_partition, page.next) {
        (StatusPartition::PendingFirst, None) => Some(SECOND_SHELF.to_owned()),
        (StatusPartition::PendingFinal, next) => next.map(|next| format!("{SECOND_SHELF}{next}")),
        (_, next) => next,
    };
    Ok(RegistrationPage { rows: page.rows, next })
}
