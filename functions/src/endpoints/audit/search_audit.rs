use domain::contract::{Endpoint, SearchAudit};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <SearchAudit as Endpoint>::Request,
) -> Result<<SearchAudit as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
