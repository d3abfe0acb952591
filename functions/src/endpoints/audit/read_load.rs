use domain::contract::{Endpoint, ReadLoad};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <ReadLoad as Endpoint>::Request,
) -> Result<<ReadLoad as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
