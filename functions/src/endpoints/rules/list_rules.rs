use domain::contract::rules::{ListRulesRequest, RulesVersions};

use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::rules;

pub async fn room(visit: Visit<'_>, _: Operator, _: ListRulesRequest) -> Result<RulesVersions, Failure> {
    let house = visit.house;
    Ok(RulesVersions { versions: rules::now(house).await?.listed(house.clock.now().date()) })
}
