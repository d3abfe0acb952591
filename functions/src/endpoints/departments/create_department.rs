use domain::audit_event::AuditEvent;
use domain::contract::unit_management::DepartmentRow;
use domain::id::DepartmentId;
use domain::unit::DepartmentForm;

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
    request: DepartmentForm,
) -> Result<DepartmentRow, Error> {
    let app = cx.app;
    let form = request.parse()?;
    // The request's key is the department's id: a repeat names the same department.
    let id: DepartmentId = cx.repeat.key()?.as_str().parse()?;
    let all = units::all_departments(app, &caller.unit).await?;
    check_name(&all, &id, &form.name)?;
    let department = Department { id, version: 1, name: form.name, remarks: form.remarks };
    let author = caller.author(&cx);
    let mut changes = vec![department.put(&caller.unit)?];
    changes.extend(unit_log::note(&author, AuditEvent::DepartmentCreated, department.id.as_str())?);
    match app.table.transact(changes).await {
        Ok(()) => Ok(department.row()),
        Err(NotDone::Condition(_)) => {
            unit_log::was_done(app, &caller.unit, &cx.repeat, department.id.as_str()).await?;
            let existing = all.into_iter().find(|one| one.id == department.id);
            existing.map(Department::row).ok_or(Error::Busy)
        }
        Err(other) => Err(other.into()),
    }
}
