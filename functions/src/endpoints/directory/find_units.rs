use domain::contract::directory::{FindUnitsRequest, FoundUnits, UnitState};

use crate::endpoints::units::search_units::wanted;
use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::directory::{Shown, Wanted};

pub async fn room(visit: Visit<'_>, _: Operator, request: FindUnitsRequest) -> Result<FoundUnits, Failure> {
    let shown = match request.state {
        None | Some(UnitState::Supervising) => Shown::All,
        Some(UnitState::Unverified) => Shown::Unverified,
        Some(UnitState::Disabled) => Shown::Disabled,
    };
    let supervising = request.state == Some(UnitState::Supervising);
    let wanted = Wanted { supervising, shown, ..wanted(request.text, &request.region)? };
    let page = usize::try_from(request.page).unwrap_or(usize::MAX / 16);
    let house = visit.house;
    let (units, total) = house.directory.find(&house.table, house.clock.now(), &wanted, page).await?;
    Ok(FoundUnits { units, total: u32::try_from(total).unwrap_or(u32::MAX) })
}
