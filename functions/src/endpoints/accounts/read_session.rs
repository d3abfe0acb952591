use domain::contract::accounts::{ReadSessionRequest, Session};

use super::session_view::whole_session_view;
use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;
use crate::store::accounts;

pub async fn room(visit: Visit<'_>, caller: Caller, _: ReadSessionRequest) -> Result<Session, Failure> {
    accounts::touch_session(visit.house, &caller).await?;
    whole_session_view(visit.house, &caller.account, caller.session_started).await
}
