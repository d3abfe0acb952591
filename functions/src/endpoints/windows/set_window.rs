use domain::contract::windows::{PlatformWindows, SetWindowRequest};
use domain::deed::Deed;
use domain::id::UnitId;

use super::platform_rows::{platform_rows, year_max};
use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::table::NotDone;
use crate::store::{unit_log, windows};

pub async fn room(visit: Visit<'_>, caller: Operator, request: SetWindowRequest) -> Result<PlatformWindows, Failure> {
    let house = visit.house;
    let now = house.clock.now();
    let window = request.form.parse(year_max(now))?;
    let before = windows::of_platform(house).await?;
    let subject = window.year.to_string();
    // What the operator has not seen is not overwritten: the windows have to be those that the request names.
    if before.version == request.version {
        let after = before.with(window);
        let mut changes = vec![after.put()?];
        changes.extend(unit_log::note(&caller.author(&visit), Deed::WindowSet, &subject)?);
        match house.table.transact(changes).await {
            Ok(()) => return Ok(platform_rows(&after, now)),
            Err(NotDone::Condition(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    if unit_log::was_done(house, &UnitId::other(), &visit.repeat, &subject).await? {
        return Ok(platform_rows(&windows::of_platform(house).await?, now));
    }
    Err(Failure::Conflict {
        code: "changed_meanwhile",
        message: "学时登记开放刚被其他管理员修改，请刷新后再试".to_owned(),
    })
}
