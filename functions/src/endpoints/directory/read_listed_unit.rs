use domain::contract::{Endpoint, ReadListedUnit};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <ReadListedUnit as Endpoint>::Request,
) -> Result<<ReadListedUnit as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
