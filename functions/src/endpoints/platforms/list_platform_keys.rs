use domain::contract::{Endpoint, ListPlatformKeys};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <ListPlatformKeys as Endpoint>::Request,
) -> Result<<ListPlatformKeys as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
