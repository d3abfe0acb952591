use domain::contract::{Endpoint, ListRules};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <ListRules as Endpoint>::Request,
) -> Result<<ListRules as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
