//! Who is in a department: what stands in the way of deleting it.

use domain::contract::unit_management::Occupants;
use domain::permission::Scope;

use crate::app::App;
use crate::error::Error;
use crate::store::{administrators, people};

/// People that are counted at most to say who is there, and names that are told.
const COUNTED_MAX: usize = 200;
const NAMES_MAX: usize = 5;

pub async fn occupants(app: &App, scope: &Scope) -> Result<Occupants, Error> {
    let (members, more) = people::page(app, scope, None, COUNTED_MAX, false, |_| true).await?;
    let administrators = administrators::all(app, &scope.unit).await?.into_iter();
    let of_department = administrators.filter(|one| one.department == scope.department);
    Ok(Occupants {
        people: u32::try_from(members.len()).unwrap_or(u32::MAX),
        more: more.is_some(),
        names: members.into_iter().take(NAMES_MAX).map(|member| member.name).collect(),
        administrators: of_department.map(|one| one.name).collect(),
    })
}
