use domain::contract::accounts::{ListSignInsRequest, SignInList};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Caller;
use crate::store::accounts;

pub async fn handle(cx: RequestContext<'_>, caller: Caller, _: ListSignInsRequest) -> Result<SignInList, Error> {
    Ok(SignInList { sign_ins: accounts::sign_ins(cx.app, &caller).await? })
}
