use domain::contract::offices::DepartmentRow;
use domain::deed::Deed;
use domain::id::DepartmentId;
use domain::unit::DepartmentForm;

use super::same_name::check_name;
use crate::http::Visit;
use crate::http::caller::UnitAccount;
use crate::http::failure::Failure;
use crate::store::table::NotDone;
use crate::store::unit_log;
use crate::store::units::{self, Department};

pub async fn room(visit: Visit<'_>, caller: UnitAccount, request: DepartmentForm) -> Result<DepartmentRow, Failure> {
    let house = visit.house;
    let form = request.parse()?;
    // The request's key is the department's id: a repeat names the same department.
    let id: DepartmentId = visit.repeat.key()?.as_str().parse()?;
    let all = units::all_departments(house, &caller.unit).await?;
    check_name(&all, &id, &form.name)?;
    let department = Department { id, version: 1, name: form.name, remarks: form.remarks };
    let author = caller.author(&visit);
    let mut changes = vec![department.put(&caller.unit)?];
    changes.extend(unit_log::note(&author, Deed::DepartmentCreated, department.id.as_str())?);
    match house.table.transact(changes).await {
        Ok(()) => Ok(department.row()),
        Err(NotDone::Condition(_)) => {
            unit_log::was_done(house, &caller.unit, &visit.repeat, department.id.as_str()).await?;
            let existing = all.into_iter().find(|one| one.id == department.id);
            existing.map(Department::row).ok_or(Failure::Busy)
        }
        Err(other) => Err(other.into()),
    }
}
