use domain::audit_event::AuditEvent;
use domain::contract::unit_management::{DepartmentRow, UpdateDepartmentRequest};

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
    request: UpdateDepartmentRequest,
) -> Result<DepartmentRow, Error> {
    let app = cx.app;
    let form = request.form.parse()?;
    let author = caller.author(&cx);
    for _ in 0..RACES_MAX {
        let departments = Departments::of(app, &caller.unit).await?;
        let before = departments.all.iter().find(|one| one.id == request.id).ok_or(Error::NotFound)?;
        if before.version != request.version {
            let done = unit_log::was_done(app, &caller.unit, &cx.repeat, request.id.as_str()).await?;
            return if done { Ok(before.clone().row()) } else { Err(changed_meanwhile()) };
        }
        check_name(&departments.all, &request.id, &form.name)?;
        let (name, remarks) = (form.name.clone(), form.remarks.clone());
        let after = Department { version: request.version + 1, name, remarks, id: request.id.clone() };
        let mut changes = vec![after.replace(&caller.unit)?, departments.unchanged()];
        changes.extend(unit_log::note(&author, AuditEvent::DepartmentChanged, request.id.as_str())?);
        match app.table.transact(changes).await {
            Ok(()) => return Ok(after.row()),
            // It, or another one, was changed at the same moment.
            Err(NotDone::Condition(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(Error::Busy)
}

fn changed_meanwhile() -> Error {
    Error::Conflict {
        code: "changed_meanwhile", message: "这个部门刚在别处修改过，请刷新后再试".to_owned()
    }
}
