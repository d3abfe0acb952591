use domain::contract::{DecideUnitAccount, Endpoint};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <DecideUnitAccount as Endpoint>::Request,
) -> Result<<DecideUnitAccount as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
