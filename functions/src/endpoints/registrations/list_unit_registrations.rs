use domain::contract::registrations::{ListRegistrationsRequest, RegistrationPage};
use domain::limits::LIST_ROWS_PER_PAGE;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Administrator;
use crate::store::registrations::{self, Registration};
use crate::store::status_partitions;
use crate::use_cases::registration_filter::Filter;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: ListRegistrationsRequest,
) -> Result<RegistrationPage, Error> {
    let filter = Filter::parse(&request)?;
    let range = status_partitions::resume(status_partitions::entered(&caller.scope), request.cursor.as_deref())?;
    let keep = |one: &Registration| caller.scope.covers(&one.employer) && filter.keeps(one);
    let (rows, last) = registrations::page(cx.app, range, LIST_ROWS_PER_PAGE, filter.filters(), keep).await?;
    Ok(RegistrationPage {
        rows: rows.iter().map(Registration::row).collect(),
        next: last.as_ref().map(status_partitions::entered_cursor),
    })
}
