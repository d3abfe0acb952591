use domain::contract::offices::{DepartmentRows, ListUnitDepartmentsRequest};

use crate::http::Visit;
use crate::http::caller::OfUnit;
use crate::http::failure::Failure;
use crate::store::units::{self, Department};

pub async fn room(visit: Visit<'_>, caller: OfUnit, _: ListUnitDepartmentsRequest) -> Result<DepartmentRows, Failure> {
    let departments = units::all_departments(visit.house, &caller.unit).await?;
    Ok(DepartmentRows { departments: departments.into_iter().map(Department::row).collect() })
}
