use domain::contract::offices::{DeleteDepartmentRequest, DepartmentDeletion};
use domain::deed::Deed;
use domain::limits::PEOPLE_MOVED_MAX;
use domain::permission::Scope;

use super::occupants::occupants;
use crate::http::Visit;
use crate::http::caller::UnitAccount;
use crate::http::failure::Failure;
use crate::relocate::{Destination, relocate};
use crate::store::keys::Key;
use crate::store::people::Person;
use crate::store::table::{Change, Condition, NotDone};
use crate::store::units::{self, Department};
use crate::store::{people, unit_log};

pub async fn room(
    visit: Visit<'_>,
    caller: UnitAccount,
    request: DeleteDepartmentRequest,
) -> Result<DepartmentDeletion, Failure> {
    let house = visit.house;
    let all = units::all_departments(house, &caller.unit).await?;
    let Some(department) = all.iter().find(|one| one.id == request.id) else {
        let done = unit_log::was_done(house, &caller.unit, &visit.repeat, request.id.as_str()).await?;
        return if done { Ok(DepartmentDeletion::Deleted) } else { Err(Failure::NotFound) };
    };
    let scope = Scope { unit: caller.unit.clone(), department: Some(request.id.clone()) };
    let occupants = occupants(house, &scope).await?;
    if occupants.people + u32::try_from(occupants.administrators.len()).unwrap_or(u32::MAX) > 0 {
        return match request.move_to {
            Some(to) if occupants.administrators.is_empty() => {
                let to = destination(&all, &caller, department, to.department)?;
                move_some(&visit, &caller, &scope, &to).await
            }
            _ => Ok(DepartmentDeletion::Occupied(occupants)),
        };
    }
    let author = caller.author(&visit);
    let condition = Condition::Is("v", i64::from(department.version));
    let mut changes = vec![Change::Delete { key: Key::department(&caller.unit, &request.id), condition }];
    changes.extend(unit_log::note(&author, Deed::DepartmentDeleted, request.id.as_str())?);
    match house.table.transact(changes).await {
        Ok(()) => Ok(DepartmentDeletion::Deleted),
        Err(NotDone::Condition(_)) => Err(Failure::Conflict {
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
) -> Result<Destination, Failure> {
    let name = match &to {
        None => "不分部门".to_owned(),
        Some(to) => {
            let found = all.iter().find(|one| one.id == *to && one.id != leaving.id);
            found.ok_or(Failure::NotFound)?.name.clone()
        }
    };
    Ok(Destination { scope: Scope { unit: caller.unit.clone(), department: to }, name, unit_name: None })
}

/// Moves the next people. Nobody new can come in between but by moving there themselves, and they are moved as well.
async fn move_some(
    visit: &Visit<'_>,
    caller: &UnitAccount,
    from: &Scope,
    to: &Destination,
) -> Result<DepartmentDeletion, Failure> {
    let author = caller.author(visit);
    let (members, _) = people::page(visit.house, from, "", None, PEOPLE_MOVED_MAX, |_| true).await?;
    let mut moved = 0;
    for Person { id, .. } in members {
        relocate(visit.house, &author, &id, to).await?;
        moved += 1;
    }
    Ok(DepartmentDeletion::Moving { moved })
}
