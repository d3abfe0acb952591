use domain::contract::windows::{OpenYears, ReadOpenYearsRequest};

use crate::http::Visit;
use crate::http::caller::Acting;
use crate::http::failure::Failure;
use crate::store::{people, windows};

pub async fn room(visit: Visit<'_>, caller: Acting, _: ReadOpenYearsRequest) -> Result<OpenYears, Failure> {
    let house = visit.house;
    let unit = match caller {
        Acting::Professional(caller) => {
            people::find_lagging(house, &caller.person).await?.ok_or(Failure::NotFound)?.home.unit
        }
        Acting::Administrator(caller) => caller.scope.unit,
    };
    let windows = windows::of_unit(house, &unit).await?;
    let now = house.clock.now();
    Ok(OpenYears { years: windows.open_years(now), note: windows.note(now) })
}
