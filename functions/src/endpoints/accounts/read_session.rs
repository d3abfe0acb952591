use domain::contract::accounts::{ReadSessionRequest, Session};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Caller;
use crate::store::accounts;
use crate::use_cases::session_view::session_view_of_pages;

pub async fn handle(cx: RequestContext<'_>, caller: Caller, _: ReadSessionRequest) -> Result<Session, Error> {
    accounts::touch_session(cx.app, &caller).await?;
    session_view_of_pages(cx.app, &caller.account, caller.session_started).await
}
