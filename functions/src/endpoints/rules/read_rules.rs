use domain::contract::{Endpoint, ReadRules};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <ReadRules as Endpoint>::Request,
) -> Result<<ReadRules as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
