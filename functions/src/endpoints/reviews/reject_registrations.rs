use domain::contract::registrations::BatchResponse;
use domain::contract::reviews::RejectRequest;
use domain::review::{Action, Opinion};
use domain::timestamp::Timestamp;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::{Acting, Administrator};
use crate::store::registrations::Registration;
use crate::use_cases::transition_registrations::{self, TransitionRequest};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: RejectRequest,
) -> Result<BatchResponse, Error> {
    let now = cx.app.clock.now();
    let opinion = Opinion::parse(&request.opinion).map_err(|mistake| Error::invalid("opinion", &mistake))?;
    let caller = Acting::Administrator(caller);
    transition_registrations::each(&cx, &caller, &request.items, &wanted(opinion, now)).await
}

/// What a rejection makes of a registration.
pub fn wanted(opinion: Opinion, now: Timestamp) -> TransitionRequest<impl Fn(Registration) -> Registration> {
    TransitionRequest {
        note: Some(opinion.as_str().to_owned()),
        action: Action::Reject { opinion },
        content: move |before| Registration { reason: None, decided_at: Some(now), ..before },
    }
}
