use domain::contract::registrations::BatchResponse;
use domain::contract::reviews::DeleteReviewedRequest;
use domain::review::{Action, Opinion};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::{Acting, Administrator};
use crate::use_cases::transition_registrations::{self, TransitionRequest};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: DeleteReviewedRequest,
) -> Result<BatchResponse, Error> {
    let reason = Opinion::parse(&request.reason).map_err(|mistake| Error::invalid("reason", &mistake))?;
    let wanted = TransitionRequest {
        note: Some(reason.as_str().to_owned()),
        action: Action::Delete { reason: Some(reason) },
        content: |before| before,
    };
    let caller = Acting::Administrator(caller);
    transition_registrations::each(&cx, &caller, &request.items, &wanted).await
}
