use domain::contract::people::{PeoplePage, SearchPeopleRequest};
use domain::field_errors::FieldErrors;
use domain::folding;
use domain::identity::IdentityNumber;
use domain::limits::LIST_ROWS_PER_PAGE;
use domain::permission::Scope;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Administrator;
use crate::store::people::Person;
use crate::store::{people, units};
use crate::use_cases::move_person::resume_in_passing;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: SearchPeopleRequest,
) -> Result<PeoplePage, Error> {
    let app = cx.app;
    let departments = units::departments(app, &caller.scope.unit).await?;
    let name = folding::search(&request.name);
    let is_named = |person: &Person| folding::search(&person.name).contains(&name);
    let asked = Scope { unit: caller.scope.unit.clone(), department: request.department.clone() };
    // A department's administrator may ask for their own department, which changes nothing, or in vain for another.
    let scope = if caller.scope.covers(&asked) { asked } else { caller.scope.clone() };
    let number = request.identity_number.trim();
    if !number.is_empty() {
        let mut errors = FieldErrors::default();
        let identity = errors.keep("identity_number", IdentityNumber::parse(number, app.clock.now().date()));
        let identity = errors.finish(|| identity.expect("no mistake was noted"))?;
        let found = people::find(app, &app.vault.person_id(&identity)).await?;
        let found = found.filter(|person| scope.covers(&person.employer) && is_named(person));
        let rows = found.into_iter().map(Person::row).collect();
        return Ok(PeoplePage { rows, next: None, departments });
    }
    let without =
        |person: &Person| is_named(person) && (!request.without_department || person.employer.department.is_none());
    let cursor = request.cursor.as_deref();
    let (found, next) = people::page(app, &scope, cursor, LIST_ROWS_PER_PAGE, !name.is_empty(), without).await?;
    for person in &found {
        resume_in_passing(app, person).await;
    }
    Ok(PeoplePage { rows: found.into_iter().map(Person::row).collect(), next, departments })
}
