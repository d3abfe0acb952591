use domain::contract::registrations::{ListRegistrationsRequest, RegistrationPage};
use domain::limits::LIST_ROWS_PER_PAGE;

use super::filter::Filter;
use crate::http::Visit;
use crate::http::caller::Administrator;
use crate::http::failure::Failure;
use crate::store::registrations::{self, Registration};
use crate::store::shelves;

pub async fn room(
    visit: Visit<'_>,
    caller: Administrator,
    request: ListRegistrationsRequest,
) -> Result<RegistrationPage, Failure> {
    let filter = Filter::parse(&request)?;
    let range = shelves::resume(shelves::entered(&caller.scope), request.cursor.as_deref())?;
    let keep = |one: &Registration| caller.scope.covers(&one.home) && filter.keeps(one);
    let (rows, last) = registrations::page(visit.house, range, LIST_ROWS_PER_PAGE, filter.filters(), keep).await?;
    Ok(RegistrationPage {
        rows: rows.iter().map(Registration::row).collect(),
        next: last.as_ref().map(shelves::entered_cursor),
    })
}
