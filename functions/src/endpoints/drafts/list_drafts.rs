use domain::contract::drafts::{DraftList, ListDraftsRequest};

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::drafts;

pub async fn room(visit: Visit<'_>, caller: Professional, _: ListDraftsRequest) -> Result<DraftList, Failure> {
    Ok(DraftList { drafts: drafts::list(visit.house, &caller.person).await? })
}
