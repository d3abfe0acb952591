//! Whose evidence somebody uploads, or looks at before a registration has it: their own, or that of a person whom their unit
//! registers for.

use domain::id::PersonId;

use crate::app::App;
use crate::error::Error;
use crate::http::caller::Acting;
use crate::store::people;

/// `named` is what the request says. An administrator may name somebody who is not recorded yet: the registration that
/// comes next records them.
pub async fn owner(app: &App, acting: &Acting, named: Option<PersonId>) -> Result<PersonId, Error> {
    match (acting, named) {
        (Acting::Professional(own), None) => Ok(own.person.clone()),
        (Acting::Professional(_), Some(_)) => Err(Error::NotFound),
        (Acting::Administrator(_), None) => Err(Error::NotFound),
        (Acting::Administrator(administrator), Some(person)) => match people::find_lagging(app, &person).await? {
            Some(found) if !administrator.scope.covers(&found.employer) => Err(Error::NotFound),
            _ => Ok(person),
        },
    }
}
