use domain::contract::offices::{ReadUnitRequest, UnitProfileView};

use crate::http::Visit;
use crate::http::caller::OfUnit;
use crate::http::failure::Failure;
use crate::store::units;

pub async fn room(visit: Visit<'_>, caller: OfUnit, _: ReadUnitRequest) -> Result<UnitProfileView, Failure> {
    Ok(units::find_now(visit.house, &caller.unit).await?.ok_or(Failure::NotFound)?.profile())
}
