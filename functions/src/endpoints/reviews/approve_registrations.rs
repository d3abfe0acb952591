use domain::contract::registrations::BatchResponse;
use domain::contract::reviews::ApproveRequest;
use domain::hours::Hours;
use domain::review::{Action, Opinion, parse_approval};
use domain::timestamp::Timestamp;

use crate::act::{self, Deed};
use crate::http::Visit;
use crate::http::caller::{Acting, Administrator};
use crate::http::failure::Failure;
use crate::store::registrations::Registration;
use crate::store::units;

pub async fn room(visit: Visit<'_>, caller: Administrator, request: ApproveRequest) -> Result<BatchResponse, Failure> {
    let house = visit.house;
    let now = house.clock.now();
    let (approved_hours, reason) = parse_approval(&request.approved_hours, &request.reason)?;
    let unit = units::find(house, &caller.scope.unit).await?.ok_or(Failure::NotFound)?;
    let deed = deed(approved_hours, reason, unit.final_review, now);
    let caller = Acting::Administrator(caller);
    act::each(&visit, &caller, &request.items, &deed).await
}

/// What an approval makes of a registration that lies with a unit which has switched on 终审 or not.
pub fn deed(
    approved_hours: Option<Hours>,
    reason: Option<Opinion>,
    final_review: bool,
    now: Timestamp,
) -> Deed<impl Fn(Registration) -> Registration> {
    let note = reason.as_ref().map(|reason| reason.as_str().to_owned());
    Deed {
        action: Action::Approve { approved_hours, reason, final_review },
        note: note.clone(),
        content: move |before: Registration| {
            // Approved as the first stage proposed: its reason is the reason.
            let proposed = before.state.proposed_hours().filter(|_| approved_hours.is_none());
            let reason = note.clone().or_else(|| proposed.and_then(|_| before.reason.clone()));
            Registration { reason, decided_at: Some(now), ..before }
        },
    }
}
