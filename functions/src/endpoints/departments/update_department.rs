use domain::contract::offices::{DepartmentRow, UpdateDepartmentRequest};
use domain::deed::Deed;

use super::same_name::check_name;
use crate::http::Visit;
use crate::http::caller::UnitAccount;
use crate::http::failure::Failure;
use crate::store::table::NotDone;
use crate::store::unit_log;
use crate::store::units::{self, Department};

pub async fn room(
    visit: Visit<'_>,
    caller: UnitAccount,
    request: UpdateDepartmentRequest,
) -> Result<DepartmentRow, Failure> {
    let house = visit.house;
    let form = request.form.parse()?;
    let all = units::all_departments(house, &caller.unit).await?;
    let before = all.iter().find(|one| one.id == request.id).ok_or(Failure::NotFound)?;
    check_name(&all, &request.id, &form.name)?;
    let after =
        Department { version: request.version + 1, name: form.name, remarks: form.remarks, id: request.id.clone() };
    let author = caller.author(&visit);
    let mut changes = vec![after.replace(&caller.unit)?];
    changes.extend(unit_log::note(&author, Deed::DepartmentChanged, request.id.as_str())?);
    match house.table.transact(changes).await {
        Ok(()) => Ok(after.row()),
        Err(NotDone::Condition(_))
            if unit_log::was_done(house, &caller.unit, &visit.repeat, request.id.as_str()).await? =>
        {
            Ok(before.clone().row())
        }
        Err(NotDone::Condition(_)) => Err(Failure::Conflict {
            code: "changed_meanwhile",
            message: "这个部门刚在别处修改过，请刷新后再试".to_owned(),
        }),
        Err(other) => Err(other.into()),
    }
}
