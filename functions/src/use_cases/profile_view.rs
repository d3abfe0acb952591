//! A professional's own record, as they see it.

use domain::contract::accounts::{Profile, UnitName};

use crate::app::App;
use crate::error::Error;
use crate::store::people::Person;
use crate::store::units;

pub async fn profile_view(app: &App, person: Person) -> Result<Profile, Error> {
    let mobile = person.mobile(&app.vault)?;
    let unit = units::find(app, &person.employer.unit).await?;
    let department = match &person.employer.department {
        Some(department) => units::find_department(app, &person.employer.unit, department).await?,
        None => None,
    };
    Ok(Profile {
        name: person.name,
        identity_masked: person.identity_masked,
        mobile_masked: mobile.map(|mobile| mobile.masked()),
        unit: UnitName { id: person.employer.unit, name: unit.map(|unit| unit.name).unwrap_or_default() },
        department,
    })
}
