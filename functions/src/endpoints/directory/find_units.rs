use domain::contract::directory::{FindUnitsRequest, FoundUnits, UnitState};

use crate::endpoints::units::search_units::wanted;
use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::directory::{Shown, Wanted};

pub async fn handle(cx: RequestContext<'_>, _: Operator, request: FindUnitsRequest) -> Result<FoundUnits, Error> {
    let shown = match request.state {
        None | Some(UnitState::Supervising) => Shown::All,
        Some(UnitState::Unverified) => Shown::Unverified,
        Some(UnitState::Disabled) => Shown::Disabled,
    };
    let supervising = request.state == Some(UnitState::Supervising);
    let wanted = Wanted { supervising, shown, ..wanted(request.text, &request.region)? };
    let page = usize::try_from(request.page).unwrap_or(usize::MAX / 16);
    let app = cx.app;
    let (units, total) = app.directory.find(&app.table, app.clock.now(), &wanted, page).await?;
    Ok(FoundUnits { units, total: u32::try_from(total).unwrap_or(u32::MAX) })
}
