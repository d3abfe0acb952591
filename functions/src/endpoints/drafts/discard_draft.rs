use domain::contract::drafts::{DiscardDraftRequest, DraftDiscarded};

use super::keep_draft::overtaken;
use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::drafts;

pub async fn room(
    visit: Visit<'_>,
    caller: Professional,
    request: DiscardDraftRequest,
) -> Result<DraftDiscarded, Failure> {
    if drafts::discard(visit.house, &caller.person, &request.draft).await? {
        Ok(DraftDiscarded {})
    } else {
        Err(overtaken())
    }
}
