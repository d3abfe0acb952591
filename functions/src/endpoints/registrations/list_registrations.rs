use domain::contract::registrations::{ListRegistrationsRequest, RegistrationPage};
use domain::limits::OWN_ROWS_PER_PAGE;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::registrations::{self, Registration};
use crate::use_cases::registration_filter::Filter;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    request: ListRegistrationsRequest,
) -> Result<RegistrationPage, Error> {
    let filter = Filter::parse(&request)?;
    let cursor = request.cursor.as_deref().map(str::parse::<domain::id::IdempotencyKey>).transpose()?;
    let range = registrations::own(&caller.person, cursor.as_ref().map(|serial| serial.as_str()));
    let (rows, last) =
        registrations::page(cx.app, range, OWN_ROWS_PER_PAGE, filter.filters(), |one| filter.keeps(one)).await?;
    Ok(RegistrationPage {
        rows: rows.iter().map(Registration::row).collect(),
        next: last.map(|last| last.id.serial().to_owned()),
    })
}
