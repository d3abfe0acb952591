use domain::contract::registrations::BatchResponse;
use domain::contract::reviews::RejectRequest;
use domain::review::{Action, Opinion};
use domain::timestamp::Timestamp;

use crate::act::{self, Deed};
use crate::http::Visit;
use crate::http::caller::{Acting, Administrator};
use crate::http::failure::Failure;
use crate::store::registrations::Registration;

pub async fn room(visit: Visit<'_>, caller: Administrator, request: RejectRequest) -> Result<BatchResponse, Failure> {
    let now = visit.house.clock.now();
    let opinion = Opinion::parse(&request.opinion).map_err(|mistake| Failure::invalid("opinion", &mistake))?;
    let caller = Acting::Administrator(caller);
    act::each(&visit, &caller, &request.items, &deed(opinion, now)).await
}

/// What a rejection makes of a registration.
pub fn deed(opinion: Opinion, now: Timestamp) -> Deed<impl Fn(Registration) -> Registration> {
    Deed {
        note: Some(opinion.as_str().to_owned()),
        action: Action::Reject { opinion },
        content: move |before| Registration { reason: None, decided_at: Some(now), ..before },
    }
}
