use domain::contract::units::{DepartmentList, ListDepartmentsRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Anyone;
use crate::store::units;

pub async fn handle(
    cx: RequestContext<'_>,
    _: Anyone,
    request: ListDepartmentsRequest,
) -> Result<DepartmentList, Error> {
    Ok(DepartmentList { departments: units::departments(cx.app, &request.unit).await? })
}
