use domain::contract::accounts::{ChangeEmployerRequest, Profile};
use domain::field_errors::FieldErrors;
use domain::permission::Scope;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::store::{people, units};
use crate::use_cases::move_person::{Destination, move_person};
use crate::use_cases::profile_view::profile_view;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    request: ChangeEmployerRequest,
) -> Result<Profile, Error> {
    let app = cx.app;
    let mut errors = FieldErrors::default();
    let unit = units::find_open(app, &request.unit, &mut errors).await?;
    let mut department_name = None;
    if let Some(department) = request.department.as_ref().filter(|_| unit.is_some()) {
        department_name = units::find_department(app, &request.unit, department).await?.map(|found| found.name);
        if department_name.is_none() {
            errors.push("department", "unknown", "这个单位没有这个部门，请重新选择");
        }
    }
    errors.finish(|| ())?;
    let unit_name = unit.map(|unit| unit.name).unwrap_or_default();
    let to = Destination {
        scope: Scope { unit: request.unit, department: request.department },
        name: department_name.unwrap_or(unit_name),
        // What waits for a decision stays where it is, under the name that it has there.
        unit_name: None,
    };
    let person = people::find(app, &caller.person).await?.ok_or(Error::NotFound)?;
    move_person(app, &caller.author(&cx, person.employer), &caller.person, &to).await?;
    let person = people::find(app, &caller.person).await?.ok_or(Error::NotFound)?;
    profile_view(app, person).await
}
