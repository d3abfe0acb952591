use domain::contract::windows::{CloseEarlyRequest, WindowRows};
use domain::deed::Deed;
use domain::field_errors::FieldErrors;
use domain::limits::CREDITED_YEAR_MIN;
use domain::window::{Windows, parse_early_closing};

use super::window_rows::window_rows;
use crate::http::Visit;
use crate::http::caller::Chief;
use crate::http::failure::Failure;
use crate::store::table::NotDone;
use crate::store::windows::Closings;
use crate::store::{unit_log, windows};

pub async fn room(visit: Visit<'_>, Chief(caller): Chief, request: CloseEarlyRequest) -> Result<WindowRows, Failure> {
    let house = visit.house;
    let now = house.clock.now();
    let unit = &caller.scope.unit;
    let set = windows::set(house).await?;
    let mut windows = Windows { set, ..Windows::default() };
    if !(CREDITED_YEAR_MIN..=now.date().year()).contains(&request.year) {
        let mut errors = FieldErrors::default();
        errors.push("year", "unknown", "没有这个年度");
        return Err(Failure::Invalid(errors));
    }
    let end = parse_early_closing(windows.of(request.year), &request.last_day)?;
    let before = windows::closings(house, unit).await?;
    let author = caller.author(&visit);
    let mut after = Closings { version: request.version + 1, closed_early: before.closed_early.clone() };
    match end {
        Some(end) => drop(after.closed_early.insert(request.year, end)),
        None => drop(after.closed_early.remove(&request.year)),
    }
    let subject = request.year.to_string();
    let mut changes = vec![after.put(unit)?];
    changes.extend(unit_log::note(&author, Deed::YearClosedEarly, &subject)?);
    let closings = match house.table.transact(changes).await {
        Ok(()) => after,
        Err(NotDone::Condition(_)) if unit_log::was_done(house, unit, &visit.repeat, &subject).await? => before,
        Err(NotDone::Condition(_)) => {
            return Err(Failure::Conflict {
                code: "changed_meanwhile",
                message: "学时登记开放刚被其他管理员修改，请刷新后再试".to_owned(),
            });
        }
        Err(other) => return Err(other.into()),
    };
    windows.closed_early = closings.closed_early.clone();
    Ok(window_rows(&windows, &closings, now))
}
