use domain::contract::{Endpoint, MergeUnits};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <MergeUnits as Endpoint>::Request,
) -> Result<<MergeUnits as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
