use domain::contract::directory::{MergeUnitsRequest, UnitsMerged};

use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::merge_units::merge_units;

pub async fn room(visit: Visit<'_>, caller: Operator, request: MergeUnitsRequest) -> Result<UnitsMerged, Failure> {
    merge_units(visit.house, &caller.author(&visit), &request.from, &request.into).await
}
