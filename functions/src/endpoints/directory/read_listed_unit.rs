use domain::contract::directory::{ReadListedUnitRequest, UnitCard};

use super::unit_card::{find_listed, unit_card};
use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;

pub async fn room(visit: Visit<'_>, _: Operator, request: ReadListedUnitRequest) -> Result<UnitCard, Failure> {
    let unit = find_listed(visit.house, &request.id).await?;
    unit_card(visit.house, unit).await
}
