use domain::contract::{Endpoint, RevokePlatformKey};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <RevokePlatformKey as Endpoint>::Request,
) -> Result<<RevokePlatformKey as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
