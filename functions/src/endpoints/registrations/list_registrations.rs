use domain::contract::registrations::{ListRegistrationsRequest, RegistrationPage};
use domain::limits::OWN_ROWS_PER_PAGE;

use super::filter::Filter;
use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::registrations::{self, Registration};

pub async fn room(
    visit: Visit<'_>,
    caller: Professional,
    request: ListRegistrationsRequest,
) -> Result<RegistrationPage, Failure> {
    let filter = Filter::parse(&request)?;
    let cursor = request.cursor.as_deref().map(str::parse::<domain::id::IdempotencyKey>).transpose()?;
    let range = registrations::own(&caller.person, cursor.as_ref().map(|serial| serial.as_str()));
    let (rows, last) =
        registrations::page(visit.house, range, OWN_ROWS_PER_PAGE, filter.filters(), |one| filter.keeps(one)).await?;
    Ok(RegistrationPage {
        rows: rows.iter().map(Registration::row).collect(),
        next: last.map(|last| last.id.serial().to_owned()),
    })
}
