use domain::audit_event::AuditEvent;
use domain::contract::unit_management::{DeleteDepartmentRequest, DepartmentDeletion};
use domain::limits::PEOPLE_MOVED_MAX;
use domain::permission::Scope;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::UnitAccount;
use crate::store::keys::Key;
use crate::store::people::Person;
use crate::store::table::{Change, Condition, NotDone};
use crate::store::units::{self, Department};
use crate::store::{people, unit_log};
use crate::use_cases::department_occupants::occupants;
use crate::use_cases::move_person::{Destination, move_person};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: UnitAccount,
    request: DeleteDepartmentRequest,
) -> Result<DepartmentDeletion, Error> {
    let app = cx.app;
    let all = units::all_departments(app, &caller.unit).await?;
    let Some(department) = all.iter().find(|one| one.id == request.id) else {
        let done = unit_log::was_done(app, &caller.unit, &cx.repeat, request.id.as_str()).await?;
        return if done { Ok(DepartmentDeletion::Deleted) } else { Err(Error::NotFound) };
    };
    let scope = Scope { unit: caller.unit.clone(), department: Some(request.id.clone()) };
    let occupants = occupants(app, &scope).await?;
    if occupants.people + u32::try_from(occupants.administrators.len()).unwrap_or(u32::MAX) > 0 {
        return match request.move_to {
            Some(to) if occupants.administrators.is_empty() => {
                let to = destination(&all, &caller, department, to.department)?;
                move_some(&cx, &caller, &scope, &to).await
            }
            _ => Ok(DepartmentDeletion::Occupied(occupants)),
        };
    }
    let author = caller.author(&cx);
    let condition = Condition::Is("v", i64::from(department.version));
    let mut changes = vec![Change::Delete { key: Key::department(&caller.unit, &request.id), condition }];
    changes.extend(unit_log::note(&author, AuditEvent::DepartmentDeleted, request.id.as_str())?);
    match app.table.transact(changes).await {
        Ok(()) => Ok(DepartmentDeletion::Deleted),
        Err(NotDone::Condition(_)) => Err(Error::Conflict {
            code: "changed_meanwhile",
            message: "这个部门刚在别处修改过，请刷新后再试".to_owned(),
        }),
        Err(other) => Err(other.into()),
    }
}

fn destination(
    all: &[Department],
    caller: &UnitAccount,
    leaving: &Department,
    to: Option<domain::id::DepartmentId>,
) -> Result<Destination, Error> {
    let name = match &to {
        None => "不分部门".to_owned(),
        Some(to) => {
            let found = all.iter().find(|one| one.id == *to && one.id != leaving.id);
            found.ok_or(Error::NotFound)?.name.clone()
        }
    };
    Ok(Destination { scope: Scope { unit: caller.unit.clone(), department: to }, name, unit_name: None })
}

/// Moves the next people. Nobody new can come in between but by moving there themselves, and they are moved as well.
async fn move_some(
    cx: &RequestContext<'_>,
    caller: &UnitAccount,
    from: &Scope,
    to: &Destination,
) -> Result<DepartmentDeletion, Error> {
    let author = caller.author(cx);
    let (members, _) = people::page(cx.app, from, None, PEOPLE_MOVED_MAX, false, |_| true).await?;
    let mut moved = 0;
    for Person { id, .. } in members {
        move_person(cx.app, &author, &id, to).await?;
        moved += 1;
    }
    Ok(DepartmentDeletion::Moving { moved })
}
