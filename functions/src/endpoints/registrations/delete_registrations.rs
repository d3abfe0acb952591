use domain::contract::registrations::{BatchRequest, BatchResponse};
use domain::review::Action;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::use_cases::transition_registrations::{self, TransitionRequest};

pub async fn handle(cx: RequestContext<'_>, caller: Acting, request: BatchRequest) -> Result<BatchResponse, Error> {
    let wanted = TransitionRequest { action: Action::Delete { reason: None }, note: None, content: |before| before };
    transition_registrations::each(&cx, &caller, &request.items, &wanted).await
}
