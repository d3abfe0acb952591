use domain::contract::registrations::RegistrationPage;
use domain::contract::reviews::SearchPendingRequest;
use domain::field_errors::FieldErrors;
use domain::hours::parse_date;
use domain::review::{Registrar, Stage};
use domain::timestamp::Timestamp;

use super::search;
use crate::http::Visit;
use crate::http::caller::Administrator;
use crate::http::failure::Failure;
use crate::store::keys::{Shelf, shelf_instant};
use crate::store::registrations::Registration;
use crate::store::shelves;
use crate::store::table::SortRange;

pub async fn room(
    visit: Visit<'_>,
    caller: Administrator,
    request: SearchPendingRequest,
) -> Result<RegistrationPage, Failure> {
    let shelf = match request.stage.unwrap_or(Stage::First) {
        Stage::First => Shelf::PendingFirst,
        Stage::Final if caller.scope.is_chief() => Shelf::PendingFinal,
        Stage::Final => return Err(Failure::NotFound),
    };
    let name = request.name.trim();
    let keep = |registration: &Registration| {
        registration.shelf() == shelf
            && registration.person_name.starts_with(name)
            && request.year.is_none_or(|year| registration.credited_year == year)
            && request
                .entered_by_unit
                .is_none_or(|by_unit| matches!(registration.registrar, Registrar::Unit { .. }) == by_unit)
    };
    let (from, until) = submitted_between(&request.from, &request.to)?;
    let in_time = |registration: &Registration| {
        let submitted = registration.submitted_at.unwrap_or_default();
        keep(registration) && from.is_none_or(|from| submitted >= from) && until.is_none_or(|until| submitted < until)
    };
    if !request.identity_number.trim().is_empty() {
        return search::of_person(visit.house, &caller.scope, &request.identity_number, in_time).await;
    }
    // The final shelf sorts by when something came there, which is not when it was submitted.
    let by_date = shelf == Shelf::PendingFinal && (from.is_some() || until.is_some());
    let filtered = by_date || !name.is_empty() || request.year.is_some() || request.entered_by_unit.is_some();
    let sort = match (from, until) {
        _ if by_date => SortRange::All,
        (None, None) => SortRange::All,
        (from, until) => {
            SortRange::Between(shelf_instant(from.unwrap_or_default()), until.map_or("9".to_owned(), shelf_instant))
        }
    };
    let range = shelves::range(&caller.scope, shelf, false, sort);
    search::along_shelf(visit.house, range, request.cursor.as_deref(), filtered, in_time).await
}

/// 登记开始日期 and 登记结束日期 as instants: from the first one's midnight until the last one's end, in Shanghai.
fn submitted_between(from: &str, to: &str) -> Result<(Option<Timestamp>, Option<Timestamp>), Failure> {
    let mut errors = FieldErrors::default();
    let mut midnight = |path: &'static str, typed: &str| match typed {
        "" => None,
        typed => errors.keep(path, parse_date(typed)).map(Timestamp::midnight),
    };
    let from = midnight("from", from);
    let until = midnight("to", to).map(|last| last.plus_seconds(24 * 60 * 60));
    Ok(errors.finish(|| (from, until))?)
}
