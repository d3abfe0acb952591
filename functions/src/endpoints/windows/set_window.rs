use domain::audit_event::AuditEvent;
use domain::contract::windows::{PlatformWindows, SetWindowRequest};
use domain::id::UnitId;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::table::NotDone;
use crate::store::{unit_log, windows};
use crate::use_cases::platform_window_rows::{platform_rows, year_max};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Operator,
    request: SetWindowRequest,
) -> Result<PlatformWindows, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let window = request.form.parse(year_max(now))?;
    let before = windows::of_platform(app).await?;
    let subject = window.year.to_string();
    // What the operator has not seen is not overwritten: the windows have to be those that the request names.
    if before.version == request.version {
        let after = before.with(window);
        let mut changes = vec![after.put()?];
        changes.extend(unit_log::note(&caller.author(&cx), AuditEvent::WindowSet, &subject)?);
        match app.table.transact(changes).await {
            Ok(()) => return Ok(platform_rows(&after, now)),
            Err(NotDone::Condition(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    if unit_log::was_done(app, &UnitId::other(), &cx.repeat, &subject).await? {
        return Ok(platform_rows(&windows::of_platform(app).await?, now));
    }
    Err(Error::Conflict {
        code: "changed_meanwhile",
        message: "学时登记开放刚被其他管理员修改，请刷新后再试".to_owned(),
    })
}
