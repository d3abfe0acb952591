use domain::contract::unit_management::{ReadUnitRequest, UnitProfileView};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::OfUnit;
use crate::store::units;

pub async fn handle(cx: RequestContext<'_>, caller: OfUnit, _: ReadUnitRequest) -> Result<UnitProfileView, Error> {
    Ok(units::find_now(cx.app, &caller.unit).await?.ok_or(Error::NotFound)?.profile())
}
