use domain::audit_event::AuditEvent;
use domain::contract::unit_management::DepartmentRow;
use domain::id::DepartmentId;
use domain::unit::DepartmentForm;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::UnitAccount;
use crate::store::table::NotDone;
use crate::store::unit_log;
use crate::store::units::{Department, Departments};
use crate::use_cases::department_names::check_name;

/// Times that a name is judged anew because another department changed meanwhile.
const RACES_MAX: u32 = 8;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: UnitAccount,
    request: DepartmentForm,
) -> Result<DepartmentRow, Error> {
    let app = cx.app;
    let form = request.parse()?;
    // The request's key is the department's id: a repeat names the same department.
    let id: DepartmentId = cx.repeat.key()?.as_str().parse()?;
    let author = caller.author(&cx);
    for _ in 0..RACES_MAX {
        let departments = Departments::of(app, &caller.unit).await?;
        if let Some(existing) = departments.all.iter().find(|one| one.id == id)
            && unit_log::was_done(app, &caller.unit, &cx.repeat, id.as_str()).await?
        {
            return Ok(existing.clone().row());
        }
        check_name(&departments.all, &id, &form.name)?;
        let (name, remarks) = (form.name.clone(), form.remarks.clone());
        let department = Department { id: id.clone(), version: 1, name, remarks };
        let mut changes = vec![department.put(&caller.unit)?, departments.unchanged()];
        changes.extend(unit_log::note(&author, AuditEvent::DepartmentCreated, department.id.as_str())?);
        match app.table.transact(changes).await {
            Ok(()) => return Ok(department.row()),
            // Another one was added or renamed at the same moment, or this very request was at it twice.
            Err(NotDone::Condition(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(Error::Busy)
}
