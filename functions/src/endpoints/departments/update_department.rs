use domain::audit_event::AuditEvent;
use domain::contract::unit_management::{DepartmentRow, UpdateDepartmentRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::UnitAccount;
use crate::store::table::NotDone;
use crate::store::unit_log;
use crate::store::units::{self, Department};
use crate::use_cases::department_names::check_name;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: UnitAccount,
    request: UpdateDepartmentRequest,
) -> Result<DepartmentRow, Error> {
    let app = cx.app;
    let form = request.form.parse()?;
    let all = units::all_departments(app, &caller.unit).await?;
    let before = all.iter().find(|one| one.id == request.id).ok_or(Error::NotFound)?;
    check_name(&all, &request.id, &form.name)?;
    let after =
        Department { version: request.version + 1, name: form.name, remarks: form.remarks, id: request.id.clone() };
    let author = caller.author(&cx);
    let mut changes = vec![after.replace(&caller.unit)?];
    changes.extend(unit_log::note(&author, AuditEvent::DepartmentChanged, request.id.as_str())?);
    match app.table.transact(changes).await {
        Ok(()) => Ok(after.row()),
        Err(NotDone::Condition(_))
            if unit_log::was_done(app, &caller.unit, &cx.repeat, request.id.as_str()).await? =>
        {
            Ok(before.clone().row())
        }
        Err(NotDone::Condition(_)) => Err(Error::Conflict {
            code: "changed_meanwhile",
            message: "这个部门刚在别处修改过，请刷新后再试".to_owned(),
        }),
        Err(other) => Err(other.into()),
    }
}
