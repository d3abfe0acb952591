//! A professional's own record, as they see it.

use domain::contract::accounts::{Profile, UnitName};

use crate::house::House;
use crate::http::failure::Failure;
use crate::store::people::Person;
use crate::store::units;

pub async fn profile_view(house: &House, person: Person) -> Result<Profile, Failure> {
    let mobile = person.mobile(&house.vault)?;
    let unit = units::find(house, &person.home.unit).await?;
    let department = match &person.home.department {
        Some(department) => units::find_department(house, &person.home.unit, department).await?,
        None => None,
    };
    Ok(Profile {
        name: person.name,
        identity_masked: person.identity_masked,
        mobile_masked: mobile.map(|mobile| mobile.masked()),
        unit: UnitName { id: person.home.unit, name: unit.map(|unit| unit.name).unwrap_or_default() },
        department,
    })
}
