use domain::contract::drafts::{DraftList, ListDraftsRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::drafts;

pub async fn handle(cx: RequestContext<'_>, caller: Professional, _: ListDraftsRequest) -> Result<DraftList, Error> {
    Ok(DraftList { drafts: drafts::list(cx.app, &caller.person).await? })
}
