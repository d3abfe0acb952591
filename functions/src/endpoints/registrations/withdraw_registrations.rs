use domain::contract::registrations::{BatchRequest, BatchResponse};
use domain::review::Action;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::store::registrations::Registration;
use crate::use_cases::transition_registrations::{self, TransitionRequest};

pub async fn handle(cx: RequestContext<'_>, caller: Acting, request: BatchRequest) -> Result<BatchResponse, Error> {
    let wanted = TransitionRequest {
        action: Action::Withdraw,
        note: None,
        content: |before| Registration { reviewing_unit: None, submitted_at: None, deviations: Vec::new(), ..before },
    };
    transition_registrations::each(&cx, &caller, &request.items, &wanted).await
}
