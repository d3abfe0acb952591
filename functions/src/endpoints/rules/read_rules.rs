use domain::contract::rules::{ReadRulesRequest, Rules};

use crate::http::Visit;
use crate::http::caller::Caller;
use crate::http::failure::Failure;
use crate::store::rules;

pub async fn room(visit: Visit<'_>, _: Caller, request: ReadRulesRequest) -> Result<Rules, Failure> {
    let house = visit.house;
    let versions = rules::now(house).await?;
    let version = match request.version {
        Some(version) => versions.numbered(version).ok_or(Failure::NotFound)?,
        None => versions.in_force(house.clock.now().date()),
    };
    Ok(Rules { version: version.table.version, table: version.text.clone() })
}
