use domain::contract::registrations::{BatchRequest, BatchResponse};
use domain::review::Action;

use crate::act::{self, Deed};
use crate::http::Visit;
use crate::http::caller::Acting;
use crate::http::failure::Failure;
use crate::store::registrations::Registration;

pub async fn room(visit: Visit<'_>, caller: Acting, request: BatchRequest) -> Result<BatchResponse, Failure> {
    let deed = Deed {
        action: Action::Withdraw,
        note: None,
        content: |before| Registration { reviewing_unit: None, submitted_at: None, deviations: Vec::new(), ..before },
    };
    act::each(&visit, &caller, &request.items, &deed).await
}
