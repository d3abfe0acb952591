use std::collections::HashMap;
use std::sync::Arc;

use domain::contract::registrations::{BatchResponse, Seen, SubmitRequest};
use domain::field_errors::FieldErrors;
use domain::id::PersonId;
use domain::permission::Scope;
use domain::review::Action;
use domain::timestamp::Timestamp;

use crate::app::App;
use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::store::registrations::{self, Registration};
use crate::store::units::Unit;
use crate::store::{people, units};
use crate::use_cases::period_overlap::deviations;
use crate::use_cases::transition_registrations::{self, TransitionRequest};

pub async fn handle(cx: RequestContext<'_>, caller: Acting, request: SubmitRequest) -> Result<BatchResponse, Error> {
    let app = cx.app;
    let mut errors = FieldErrors::default();
    let unit = units::find_open(app, &request.unit, &mut errors).await?;
    let unit = errors.finish(|| unit.expect("no mistake was noted"))?;
    transition_registrations::check_items(&request.items)?;
    let mut people = HashMap::new();
    let mut results = Vec::with_capacity(request.items.len());
    for (position, seen) in request.items.iter().enumerate() {
        let wanted = prepare(app, &unit, &mut people, seen).await;
        results.push(transition_registrations::one_of(&cx, &caller, position, seen, wanted).await);
    }
    Ok(BatchResponse { results })
}

/// What submitting needs to know of a person: where they belong, and all that they have registered.
type Known = (Scope, Arc<Vec<Registration>>);

async fn prepare<'a>(
    app: &App,
    unit: &'a Unit,
    people: &mut HashMap<PersonId, Known>,
    seen: &Seen,
) -> Result<TransitionRequest<impl Fn(Registration) -> Registration + use<'a>>, Error> {
    let person = seen.id.person();
    if !people.contains_key(person) {
        let employer = people::find(app, person).await?.ok_or(Error::NotFound)?.employer;
        people.insert(person.clone(), (employer, Arc::new(registrations::all_of(app, person).await?)));
    }
    let (employer, all) = people.get(person).cloned().ok_or(Error::NotFound)?;
    Ok(wanted(unit, employer, all, app.clock.now()))
}

/// What submitting to a unit makes of a registration of somebody who belongs to `home` and has registered `all`.
pub fn wanted(
    unit: &Unit,
    employer: Scope,
    all: Arc<Vec<Registration>>,
    now: Timestamp,
) -> TransitionRequest<impl Fn(Registration) -> Registration + use<'_>> {
    // Departments are the own unit's; to any other unit the person has none.
    let department = employer.department.clone().filter(|_| employer.unit == unit.id);
    TransitionRequest {
        action: Action::Submit { place: Scope { unit: unit.id.clone(), department } },
        note: Some(unit.name.clone()),
        content: move |before: Registration| Registration {
            reviewing_unit: Some(unit.name.clone()),
            reason: None,
            submitted_at: Some(now),
            decided_at: None,
            deviations: deviations(&before, &all),
            employer: employer.clone(),
            ..before
        },
    }
}
