use domain::contract::{Endpoint, ImportUnits};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <ImportUnits as Endpoint>::Request,
) -> Result<<ImportUnits as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
