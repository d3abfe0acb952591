use std::collections::HashMap;
use std::sync::Arc;

use domain::contract::registrations::{BatchResponse, Seen, SubmitRequest};
use domain::field_errors::FieldErrors;
use domain::id::PersonId;
use domain::permission::Scope;
use domain::review::Action;
use domain::timestamp::Timestamp;

use super::overlap::deviations;
use crate::act::{self, Deed};
use crate::house::House;
use crate::http::Visit;
use crate::http::caller::Acting;
use crate::http::failure::Failure;
use crate::store::registrations::{self, Registration};
use crate::store::units::Unit;
use crate::store::{people, units};

pub async fn room(visit: Visit<'_>, caller: Acting, request: SubmitRequest) -> Result<BatchResponse, Failure> {
    let house = visit.house;
    let mut errors = FieldErrors::default();
    let unit = units::find_open(house, &request.unit, &mut errors).await?;
    let unit = errors.finish(|| unit.expect("no mistake was noted"))?;
    act::check_items(&request.items)?;
    let mut people = HashMap::new();
    let mut results = Vec::with_capacity(request.items.len());
    for (position, seen) in request.items.iter().enumerate() {
        let deed = prepare(house, &unit, &mut people, seen).await;
        results.push(act::one_of(&visit, &caller, position, seen, deed).await);
    }
    Ok(BatchResponse { results })
}

/// What submitting needs to know of a person: where they belong, and all that they have registered.
type Known = (Scope, Arc<Vec<Registration>>);

async fn prepare<'a>(
    house: &House,
    unit: &'a Unit,
    people: &mut HashMap<PersonId, Known>,
    seen: &Seen,
) -> Result<Deed<impl Fn(Registration) -> Registration + use<'a>>, Failure> {
    let person = seen.id.person();
    if !people.contains_key(person) {
        let home = people::find(house, person).await?.ok_or(Failure::NotFound)?.home;
        people.insert(person.clone(), (home, Arc::new(registrations::all_of(house, person).await?)));
    }
    let (home, all) = people.get(person).cloned().ok_or(Failure::NotFound)?;
    Ok(deed(unit, home, all, house.clock.now()))
}

/// What submitting to a unit makes of a registration of somebody who belongs to `home` and has registered `all`.
pub fn deed(
    unit: &Unit,
    home: Scope,
    all: Arc<Vec<Registration>>,
    now: Timestamp,
) -> Deed<impl Fn(Registration) -> Registration + use<'_>> {
    // Departments are the own unit's; to any other unit the person has none.
    let department = home.department.clone().filter(|_| home.unit == unit.id);
    Deed {
        action: Action::Submit { place: Scope { unit: unit.id.clone(), department } },
        note: Some(unit.name.clone()),
        content: move |before: Registration| Registration {
            reviewing_unit: Some(unit.name.clone()),
            reason: None,
            submitted_at: Some(now),
            decided_at: None,
            deviations: deviations(&before, &all),
            home: home.clone(),
            ..before
        },
    }
}
