use domain::contract::directory::{MergeUnitsRequest, UnitsMerged};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::use_cases::merge_units::merge_units;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Operator,
    request: MergeUnitsRequest,
) -> Result<UnitsMerged, Error> {
    merge_units(cx.app, &caller.author(&cx), &request.from, &request.into).await
}
