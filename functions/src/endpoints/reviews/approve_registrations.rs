use domain::contract::registrations::BatchResponse;
use domain::contract::reviews::ApproveRequest;
use domain::hours::Hours;
use domain::review::{Action, Opinion, parse_approval};
use domain::timestamp::Timestamp;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::{Acting, Administrator};
use crate::store::registrations::Registration;
use crate::store::units;
use crate::use_cases::transition_registrations::{self, TransitionRequest};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: ApproveRequest,
) -> Result<BatchResponse, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let (approved_hours, reason) = parse_approval(&request.approved_hours, &request.reason)?;
    let unit = units::find(app, &caller.scope.unit).await?.ok_or(Error::NotFound)?;
    let wanted = wanted(approved_hours, reason, unit.final_review, now);
    let caller = Acting::Administrator(caller);
    transition_registrations::each(&cx, &caller, &request.items, &wanted).await
}

/// What an approval makes of a registration that lies with a unit which has switched on 终审 or not.
pub fn wanted(
    approved_hours: Option<Hours>,
    reason: Option<Opinion>,
    final_review: bool,
    now: Timestamp,
) -> TransitionRequest<impl Fn(Registration) -> Registration> {
    let note = reason.as_ref().map(|reason| reason.as_str().to_owned());
    TransitionRequest {
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
