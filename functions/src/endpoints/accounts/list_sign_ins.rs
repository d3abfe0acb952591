use domain::contract::accounts::{ListSignInsRequest, SignInList};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;
use crate::store::accounts;

pub async fn room(visit: Visit<'_>, caller: Caller, _: ListSignInsRequest) -> Result<SignInList, Failure> {
    Ok(SignInList { sign_ins: accounts::sign_ins(visit.house, &caller).await? })
}
