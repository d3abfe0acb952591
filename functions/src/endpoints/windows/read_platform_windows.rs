use domain::contract::{Endpoint, ReadPlatformWindows};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <ReadPlatformWindows as Endpoint>::Request,
) -> Result<<ReadPlatformWindows as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
