use domain::contract::accounts::{ChangeHomeRequest, Profile};
use domain::field_errors::FieldErrors;
use domain::permission::Scope;

use super::profile_view::profile_view;
use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::{people, registrations, units};

pub async fn room(visit: Visit<'_>, caller: Professional, request: ChangeHomeRequest) -> Result<Profile, Failure> {
    let house = visit.house;
    let mut errors = FieldErrors::default();
    if units::find(house, &request.unit).await?.is_none() {
        errors.push("unit", "unknown", "没有找到这个单位,请重新选择");
    } else if let Some(department) = &request.department
        && units::find_department(house, &request.unit, department).await?.is_none()
    {
        errors.push("department", "unknown", "这个单位没有这个部门,请重新选择");
    }
    errors.finish(|| ())?;
    let home = Scope { unit: request.unit, department: request.department };
    let mut person = people::find(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    person.home = home;
    people::set_home(house, &person).await?;
    // A repeat of the request takes along what an interrupted one has left behind.
    registrations::follow(house, &person.id, &person.home).await?;
    profile_view(house, person).await
}
