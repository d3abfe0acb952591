use domain::contract::registrations::{PersonTotals, SearchTotalsRequest, TotalsPage};
use domain::field_errors::FieldErrors;
use domain::folding;
use domain::identity::IdentityNumber;
use domain::limits::{CREDITED_YEAR_MIN, EXPORT_ROWS_PER_PAGE, LIST_ROWS_PER_PAGE};
use domain::permission::Scope;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Administrator;
use crate::store::people::{self, Counted};
use crate::store::rules;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: SearchTotalsRequest,
) -> Result<TotalsPage, Error> {
    let app = cx.app;
    let today = app.clock.now().date();
    let mut errors = FieldErrors::default();
    if !(CREDITED_YEAR_MIN..=today.year()).contains(&request.year) {
        errors.push("year", "unknown", "请选择列出的年度");
    }
    let identity = match request.identity_number.trim() {
        "" => None,
        typed => errors.keep("identity_number", IdentityNumber::parse(typed, today)),
    };
    errors.finish(|| ())?;
    let requirement = rules::today(app).await?.requirement_for(request.year).copied();
    let scope = within(&caller.scope, &request)?;
    let name = folding::search(&request.name);
    let keep = |one: &Counted| {
        let fulfilled = requirement.is_none_or(|requirement| one.totals.meet(&requirement));
        request.fulfilled.is_none_or(|wanted| wanted == fulfilled)
            && folding::search(&one.person.name).contains(&name)
            && scope.covers(&one.person.employer)
    };
    let (found, next) = match identity {
        Some(identity) => {
            let found = people::counted(app, &app.vault.person_id(&identity), request.year).await?;
            (found.into_iter().filter(keep).collect(), None)
        }
        None => {
            let rows = if request.for_export { EXPORT_ROWS_PER_PAGE } else { LIST_ROWS_PER_PAGE };
            let filtered = request.fulfilled.is_some() || !name.is_empty();
            let range = people::of_scope(&scope, request.cursor.as_deref())?;
            people::counted_page(app, range, request.year, rows, filtered, keep).await?
        }
    };
    let row = |Counted { person, totals }: Counted| PersonTotals {
        person: person.id,
        name: person.name,
        identity_masked: person.identity_masked,
        department: person.employer.department,
        fulfilled: requirement.map(|requirement| totals.meet(&requirement)),
        totals,
    };
    Ok(TotalsPage { rows: found.into_iter().map(row).collect(), requirement, next })
}

/// The scope, or one department of it.
fn within(scope: &Scope, request: &SearchTotalsRequest) -> Result<Scope, Error> {
    let Some(department) = &request.department else { return Ok(scope.clone()) };
    let wanted = Scope { unit: scope.unit.clone(), department: Some(department.clone()) };
    if scope.covers(&wanted) { Ok(wanted) } else { Err(Error::NotFound) }
}
