use domain::contract::units::{DepartmentList, ListDepartmentsRequest};

use crate::http::Visit;
use crate::http::caller::Anyone;
use crate::http::failure::Failure;
use crate::store::units;

pub async fn room(visit: Visit<'_>, _: Anyone, request: ListDepartmentsRequest) -> Result<DepartmentList, Failure> {
    Ok(DepartmentList { departments: units::departments(visit.house, &request.unit).await? })
}
