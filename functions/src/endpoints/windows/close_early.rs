use domain::audit_event::AuditEvent;
use domain::contract::windows::{CloseEarlyRequest, WindowRows};
use domain::field_errors::FieldErrors;
use domain::limits::CREDITED_YEAR_MIN;
use domain::window::{Windows, parse_early_closing};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Chief;
use crate::store::table::NotDone;
use crate::store::windows::Closings;
use crate::store::{unit_log, windows};
use crate::use_cases::window_rows::window_rows;

pub async fn handle(
    cx: RequestContext<'_>,
    Chief(caller): Chief,
    request: CloseEarlyRequest,
) -> Result<WindowRows, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let unit = &caller.scope.unit;
    let set = windows::set(app).await?;
    let mut windows = Windows { set, ..Windows::default() };
    if !(CREDITED_YEAR_MIN..=now.date().year()).contains(&request.year) {
        let mut errors = FieldErrors::default();
        errors.push("year", "unknown", "没有这个年度");
        return Err(Error::Invalid(errors));
    }
    let end = parse_early_closing(windows.of(request.year), &request.last_day)?;
    let before = windows::closings(app, unit).await?;
    let author = caller.author(&cx);
    let mut after = Closings { version: request.version + 1, closed_early: before.closed_early.clone() };
    match end {
        Some(end) => drop(after.closed_early.insert(request.year, end)),
        None => drop(after.closed_early.remove(&request.year)),
    }
    let subject = request.year.to_string();
    let mut changes = vec![after.put(unit)?];
    changes.extend(unit_log::note(&author, AuditEvent::YearClosedEarly, &subject)?);
    let closings = match app.table.transact(changes).await {
        Ok(()) => after,
        Err(NotDone::Condition(_)) if unit_log::was_done(app, unit, &cx.repeat, &subject).await? => before,
        Err(NotDone::Condition(_)) => {
            return Err(Error::Conflict {
                code: "changed_meanwhile",
                message: "学时登记开放刚被其他管理员修改，请刷新后再试".to_owned(),
            });
        }
        Err(other) => return Err(other.into()),
    };
    windows.closed_early = closings.closed_early.clone();
    Ok(window_rows(&windows, &closings, now))
}
