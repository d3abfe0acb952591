use domain::contract::registrations::RegistrationPage;
use domain::contract::reviews::SearchPendingRequest;
use domain::field_errors::FieldErrors;
use domain::folding;
use domain::hours::parse_date;
use domain::review::{Registrar, Stage};
use domain::timestamp::Timestamp;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Administrator;
use crate::store::keys::{StatusPartition, status_instant};
use crate::store::registrations::Registration;
use crate::store::status_partitions;
use crate::store::table::SortRange;
use crate::use_cases::review_search;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: SearchPendingRequest,
) -> Result<RegistrationPage, Error> {
    let status_partition = match request.stage.unwrap_or(Stage::First) {
        Stage::First => StatusPartition::PendingFirst,
        Stage::Final if caller.scope.is_chief() => StatusPartition::PendingFinal,
        Stage::Final => return Err(Error::NotFound),
    };
    let name = folding::search(&request.name);
    let keep = |registration: &Registration| {
        registration.status_partition() == status_partition
            && folding::search(&registration.person_name).contains(&name)
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
        return review_search::of_person(cx.app, &caller.scope, &request.identity_number, in_time).await;
    }
    // The final partition sorts by when something came there, which is not when it was submitted.
    let by_date = status_partition == StatusPartition::PendingFinal && (from.is_some() || until.is_some());
    let filtered = by_date || !name.is_empty() || request.year.is_some() || request.entered_by_unit.is_some();
    let sort = match (from, until) {
        _ if by_date => SortRange::All,
        (None, None) => SortRange::All,
        (from, until) => {
            SortRange::Between(status_instant(from.unwrap_or_default()), until.map_or("9".to_owned(), status_instant))
        }
    };
    let range = status_partitions::range(&caller.scope, status_partition, false, sort);
    review_search::along_partition(cx.app, range, request.cursor.as_deref(), filtered, in_time).await
}

/// 登记开始日期 and 登记结束日期 as instants: from the first one's midnight until the last one's end, in Shanghai.
fn submitted_between(from: &str, to: &str) -> Result<(Option<Timestamp>, Option<Timestamp>), Error> {
    let mut errors = FieldErrors::default();
    let mut midnight = |path: &'static str, typed: &str| match typed {
        "" => None,
        typed => errors.keep(path, parse_date(typed)).map(Timestamp::midnight),
    };
    let from = midnight("from", from);
    let until = midnight("to", to).map(|last| last.plus_seconds(24 * 60 * 60));
    Ok(errors.finish(|| (from, until))?)
}
