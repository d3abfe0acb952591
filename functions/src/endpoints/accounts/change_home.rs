use domain::contract::accounts::{ChangeHomeRequest, Profile};
use domain::field_errors::FieldErrors;
use domain::permission::Scope;

use super::profile_view::profile_view;
use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::relocate::{Destination, relocate};
use crate::store::{people, units};

pub async fn room(visit: Visit<'_>, caller: Professional, request: ChangeHomeRequest) -> Result<Profile, Failure> {
    let house = visit.house;
    let mut errors = FieldErrors::default();
    let unit = units::find_open(house, &request.unit, &mut errors).await?;
    let mut department_name = None;
    if let Some(department) = request.department.as_ref().filter(|_| unit.is_some()) {
        department_name = units::find_department(house, &request.unit, department).await?.map(|found| found.name);
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
    let person = people::find(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    relocate(house, &caller.author(&visit, person.home), &caller.person, &to).await?;
    let person = people::find(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    profile_view(house, person).await
}
