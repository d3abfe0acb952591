use domain::contract::{Endpoint, PublishRules};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <PublishRules as Endpoint>::Request,
) -> Result<<PublishRules as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
