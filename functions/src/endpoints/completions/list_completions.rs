use domain::contract::completions::{CompletionList, ListCompletionsRequest};

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::completions;

pub async fn room(
    visit: Visit<'_>,
    caller: Professional,
    request: ListCompletionsRequest,
) -> Result<CompletionList, Failure> {
    let mut rows = completions::of(visit.house, &caller.person, request.year).await?;
    rows.sort_by(|one, other| one.completed_on.cmp(&other.completed_on));
    Ok(CompletionList { completions: rows })
}
