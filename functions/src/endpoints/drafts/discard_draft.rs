use domain::contract::drafts::{DiscardDraftRequest, DraftDiscarded};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::drafts;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    request: DiscardDraftRequest,
) -> Result<DraftDiscarded, Error> {
    if drafts::discard(cx.app, &caller.person, &request.draft).await? {
        Ok(DraftDiscarded {})
    } else {
        Err(drafts::overtaken())
    }
}
