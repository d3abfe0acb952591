use domain::contract::registrations::{BatchResponse, SubmitRequest};
use domain::field_errors::FieldErrors;
use domain::permission::Scope;
use domain::review::Action;

use super::overlap::deviations;
use crate::act::{self, Deed};
use crate::http::Visit;
use crate::http::caller::{Acting, Professional};
use crate::http::failure::Failure;
use crate::store::registrations::{self, Registration};
use crate::store::{people, units};

pub async fn room(visit: Visit<'_>, caller: Professional, request: SubmitRequest) -> Result<BatchResponse, Failure> {
    let house = visit.house;
    let now = house.clock.now();
    let Some(unit) = units::find(house, &request.unit).await? else {
        let mut errors = FieldErrors::default();
        errors.push("unit", "unknown", "没有找到这个单位,请重新选择");
        return Err(Failure::Invalid(errors));
    };
    let person = people::find(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    // Departments are the own unit's; to any other unit the person has none.
    let department = person.home.department.clone().filter(|_| person.home.unit == unit.id);
    let place = Scope { unit: unit.id.clone(), department };
    let all = registrations::all_of(house, &caller.person).await?;
    let deed = Deed {
        action: Action::Submit { place },
        note: Some(unit.name.clone()),
        content: |before: Registration| Registration {
            reviewing_unit: Some(unit.name.clone()),
            reason: None,
            submitted_at: Some(now),
            decided_at: None,
            deviations: deviations(&before, &all),
            home: person.home.clone(),
            ..before
        },
    };
    let caller = Acting::Professional(caller);
    act::each(&visit, &caller, &request.items, &deed).await
}
