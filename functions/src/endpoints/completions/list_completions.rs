use domain::contract::completions::{CompletionList, ListCompletionsRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::completions;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    request: ListCompletionsRequest,
) -> Result<CompletionList, Error> {
    let mut rows = completions::of(cx.app, &caller.person, request.year).await?;
    rows.sort_by(|one, other| one.completed_on.cmp(&other.completed_on));
    Ok(CompletionList { completions: rows })
}
