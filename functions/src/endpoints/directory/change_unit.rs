use domain::contract::{ChangeUnit, Endpoint};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <ChangeUnit as Endpoint>::Request,
) -> Result<<ChangeUnit as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
