use domain::contract::accounts::{EndOtherSessionsRequest, Session};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Caller;
use crate::store::accounts;
use crate::use_cases::session_view::whole_session_view;

pub async fn handle(cx: RequestContext<'_>, caller: Caller, _: EndOtherSessionsRequest) -> Result<Session, Error> {
    accounts::end_other_sessions(cx.app, &caller).await?;
    whole_session_view(cx.app, &caller.account, caller.session_started).await
}
