use domain::contract::accounts::{SignOutRequest, SignedOut};

use crate::http::caller::{Caller, forget_cookie};
use crate::http::failure::Failure;
use crate::http::{Reply, Visit};
use crate::store::accounts;

pub async fn room(visit: Visit<'_>, caller: Caller, _: SignOutRequest) -> Result<Reply<SignedOut>, Failure> {
    accounts::end_session(visit.house, &caller.token).await?;
    Ok(Reply { body: SignedOut {}, cookies: vec![forget_cookie()] })
}
