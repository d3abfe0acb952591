use domain::contract::directory::{ReadListedUnitRequest, UnitCard};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::use_cases::unit_card::{find_listed, unit_card};

pub async fn handle(cx: RequestContext<'_>, _: Operator, request: ReadListedUnitRequest) -> Result<UnitCard, Error> {
    let unit = find_listed(cx.app, &request.id).await?;
    unit_card(cx.app, unit).await
}
