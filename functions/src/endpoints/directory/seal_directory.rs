use domain::contract::{Endpoint, SealDirectory};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <SealDirectory as Endpoint>::Request,
) -> Result<<SealDirectory as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
