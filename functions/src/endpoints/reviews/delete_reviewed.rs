use domain::contract::registrations::BatchResponse;
use domain::contract::reviews::DeleteReviewedRequest;
use domain::review::{Action, Opinion};

use crate::act::{self, Deed};
use crate::http::Visit;
use crate::http::caller::{Acting, Administrator};
use crate::http::failure::Failure;

pub async fn room(
    visit: Visit<'_>,
    caller: Administrator,
    request: DeleteReviewedRequest,
) -> Result<BatchResponse, Failure> {
    let reason = Opinion::parse(&request.reason).map_err(|mistake| Failure::invalid("reason", &mistake))?;
    let deed = Deed {
        note: Some(reason.as_str().to_owned()),
        action: Action::Delete { reason: Some(reason) },
        content: |before| before,
    };
    let caller = Acting::Administrator(caller);
    act::each(&visit, &caller, &request.items, &deed).await
}
