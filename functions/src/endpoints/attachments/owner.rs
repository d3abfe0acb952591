//! Whose evidence somebody uploads, or looks at before a registration has it: their own, or that of a person whom their unit
//! registers for.

use domain::id::PersonId;

use crate::house::House;
use crate::http::caller::Acting;
use crate::http::failure::Failure;
use crate::store::people;

/// `named` is what the request says. An administrator may name somebody who is not recorded yet: the registration that
/// comes next records them.
pub async fn owner(house: &House, acting: &Acting, named: Option<PersonId>) -> Result<PersonId, Failure> {
    match (acting, named) {
        (Acting::Professional(own), None) => Ok(own.person.clone()),
        (Acting::Professional(_), Some(_)) => Err(Failure::NotFound),
        (Acting::Administrator(_), None) => Err(Failure::NotFound),
        (Acting::Administrator(administrator), Some(person)) => match people::find_lagging(house, &person).await? {
            Some(found) if !administrator.scope.covers(&found.home) => Err(Failure::NotFound),
            _ => Ok(person),
        },
    }
}
