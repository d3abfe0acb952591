use domain::contract::accounts::{SignOutRequest, SignedOut};

use crate::error::Error;
use crate::http::caller::{Caller, forget_cookie};
use crate::http::{Reply, RequestContext};
use crate::store::accounts;

pub async fn handle(cx: RequestContext<'_>, caller: Caller, _: SignOutRequest) -> Result<Reply<SignedOut>, Error> {
    accounts::end_session(cx.app, &caller.token).await?;
    Ok(Reply { body: SignedOut {}, cookies: vec![forget_cookie()] })
}
