use domain::contract::{Endpoint, ImportCompletions};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;

pub async fn room(
    _: Visit<'_>,
    _: Caller,
    _: <ImportCompletions as Endpoint>::Request,
) -> Result<<ImportCompletions as Endpoint>::Response, Failure> {
    Err(Failure::NotFound)
}
