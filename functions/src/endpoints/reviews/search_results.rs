use domain::contract::registrations::RegistrationPage;
use domain::contract::reviews::SearchResultsRequest;
use domain::review::Status;

use super::search;
use crate::http::Visit;
use crate::http::caller::Administrator;
use crate::http::failure::Failure;
use crate::store::keys::Shelf;
use crate::store::registrations::Registration;
use crate::store::shelves;
use crate::store::table::SortRange;

/// Marks the cursors of the second shelf of a status that has two.
const SECOND_SHELF: &str = "2~";

pub async fn room(
    visit: Visit<'_>,
    caller: Administrator,
    request: SearchResultsRequest,
) -> Result<RegistrationPage, Failure> {
    let name = request.name.trim();
    let keep = |registration: &Registration| {
        registration.state.status() == request.status && registration.person_name.starts_with(name)
    };
    if !request.identity_number.trim().is_empty() {
        return search::of_person(visit.house, &caller.scope, &request.identity_number, keep).await;
    }
    let cursor = request.cursor.as_deref();
    let second = cursor.and_then(|cursor| cursor.strip_prefix(SECOND_SHELF));
    let (shelf, cursor) = match (request.status, second) {
        (Status::Draft, _) => (Shelf::Draft, cursor),
        (Status::Pending, None) => (Shelf::PendingFirst, cursor),
        (Status::Pending, Some(rest)) => (Shelf::PendingFinal, Some(rest).filter(|rest| !rest.is_empty())),
        (Status::Approved, _) => (Shelf::Approved, cursor),
        (Status::Rejected, _) => (Shelf::Rejected, cursor),
    };
    let range = shelves::range(&caller.scope, shelf, true, SortRange::All);
    let page = search::along_shelf(visit.house, range, cursor, !name.is_empty(), keep).await?;
    // What waits for the final stage follows what waits for the first; that shelf is empty in most units.
    let next = match (shelf, page.next) {
        (Shelf::PendingFirst, None) => Some(SECOND_SHELF.to_owned()),
        (Shelf::PendingFinal, next) => next.map(|next| format!("{SECOND_SHELF}{next}")),
        (_, next) => next,
    };
    Ok(RegistrationPage { rows: page.rows, next })
}
