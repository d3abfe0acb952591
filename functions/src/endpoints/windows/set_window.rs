use domain::contract::{Endpoint, SetWindow};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <SetWindow as Endpoint>::Request,
) -> Result<<SetWindow as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
