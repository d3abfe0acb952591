use domain::contract::unit_management::{DepartmentRows, ListUnitDepartmentsRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::OfUnit;
use crate::store::units::{self, Department};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: OfUnit,
    _: ListUnitDepartmentsRequest,
) -> Result<DepartmentRows, Error> {
    let departments = units::all_departments(cx.app, &caller.unit).await?;
    Ok(DepartmentRows { departments: departments.into_iter().map(Department::row).collect() })
}
