use domain::contract::windows::{OpenYears, ReadOpenYearsRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::store::{people, windows};

pub async fn handle(cx: RequestContext<'_>, caller: Acting, _: ReadOpenYearsRequest) -> Result<OpenYears, Error> {
    let app = cx.app;
    let unit = match caller {
        Acting::Professional(caller) => {
            people::find_lagging(app, &caller.person).await?.ok_or(Error::NotFound)?.employer.unit
        }
        Acting::Administrator(caller) => caller.scope.unit,
    };
    let windows = windows::of_unit(app, &unit).await?;
    let now = app.clock.now();
    Ok(OpenYears { years: windows.open_years(now), note: windows.note(now) })
}
