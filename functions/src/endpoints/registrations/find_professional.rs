use domain::contract::registrations::{FindProfessionalRequest, FoundProfessional};
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;

use super::subject::ELSEWHERE;
use crate::http::Visit;
use crate::http::caller::Administrator;
use crate::http::failure::Failure;
use crate::store::people;

pub async fn room(
    visit: Visit<'_>,
    caller: Administrator,
    request: FindProfessionalRequest,
) -> Result<FoundProfessional, Failure> {
    let house = visit.house;
    let identity = IdentityNumber::parse(&request.identity_number, house.clock.now().date())
        .map_err(|mistake| Failure::invalid("identity_number", &mistake))?;
    let id = house.vault.person_id(&identity);
    match people::find(house, &id).await? {
        Some(person) if caller.scope.covers(&person.home) => {
            Ok(FoundProfessional { person: id, name: Some(person.name) })
        }
        Some(_) => {
            let mut errors = FieldErrors::default();
            errors.push("identity_number", "elsewhere", ELSEWHERE);
            Err(Failure::Invalid(errors))
        }
        None => Ok(FoundProfessional { person: id, name: None }),
    }
}
