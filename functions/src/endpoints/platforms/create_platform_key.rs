use domain::contract::{CreatePlatformKey, Endpoint};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <CreatePlatformKey as Endpoint>::Request,
) -> Result<<CreatePlatformKey as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
