use domain::contract::registrations::{ListRegistrationsRequest, RegistrationPage};
use domain::field_errors::FieldErrors;
use domain::hours::parse_date;
use domain::limits::OWN_ROWS_PER_PAGE;
use time::Date;

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::registrations::{self, Registration};

pub async fn room(
    visit: Visit<'_>,
    caller: Professional,
    request: ListRegistrationsRequest,
) -> Result<RegistrationPage, Failure> {
    let mut errors = FieldErrors::default();
    let from = date(&mut errors, "from", &request.from);
    let to = date(&mut errors, "to", &request.to);
    errors.finish(|| ())?;
    let title = request.title.trim();
    let keep = |registration: &Registration| {
        registration.title.contains(title)
            && request.year.is_none_or(|year| registration.credited_year == year)
            && request.status.is_none_or(|status| registration.state.status() == status)
            && from.is_none_or(|from| registration.period.start().date() >= from)
            && to.is_none_or(|to| registration.period.last_half_day().0 <= to)
    };
    let filtered = request != ListRegistrationsRequest { cursor: request.cursor.clone(), ..Default::default() };
    let cursor = request.cursor.as_deref().map(str::parse::<domain::id::IdempotencyKey>).transpose()?;
    let range = registrations::own(&caller.person, cursor.as_ref().map(|serial| serial.as_str()));
    let (rows, last) = registrations::page(visit.house, range, OWN_ROWS_PER_PAGE, filtered, keep).await?;
    Ok(RegistrationPage {
        rows: rows.iter().map(Registration::row).collect(),
        next: last.map(|last| last.id.serial().to_owned()),
    })
}

fn date(errors: &mut FieldErrors, path: &'static str, typed: &str) -> Option<Date> {
    if typed.is_empty() { None } else { errors.keep(path, parse_date(typed)) }
}
