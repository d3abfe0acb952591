use domain::contract::registrations::{BatchRequest, BatchResponse};
use domain::review::Action;

use crate::act::{self, Deed};
use crate::http::Visit;
use crate::http::caller::Acting;
use crate::http::failure::Failure;

pub async fn room(visit: Visit<'_>, caller: Acting, request: BatchRequest) -> Result<BatchResponse, Failure> {
    let deed = Deed { action: Action::Delete { reason: None }, note: None, content: |before| before };
    act::each(&visit, &caller, &request.items, &deed).await
}
