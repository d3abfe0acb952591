use domain::contract::{Endpoint, FindUnits};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <FindUnits as Endpoint>::Request,
) -> Result<<FindUnits as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
