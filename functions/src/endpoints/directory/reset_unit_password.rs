use domain::contract::{Endpoint, ResetUnitPassword};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <ResetUnitPassword as Endpoint>::Request,
) -> Result<<ResetUnitPassword as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
