use domain::contract::registrations::{FindProfessionalRequest, FoundProfessional};
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Administrator;
use crate::store::people;
use crate::use_cases::registration_person::ELSEWHERE;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: FindProfessionalRequest,
) -> Result<FoundProfessional, Error> {
    let app = cx.app;
    let identity = IdentityNumber::parse(&request.identity_number, app.clock.now().date())
        .map_err(|mistake| Error::invalid("identity_number", &mistake))?;
    let id = app.vault.person_id(&identity);
    match people::find(app, &id).await? {
        Some(person) if caller.scope.covers(&person.employer) => {
            Ok(FoundProfessional { person: id, name: Some(person.name) })
        }
        Some(_) => {
            let mut errors = FieldErrors::default();
            errors.push("identity_number", "elsewhere", ELSEWHERE);
            Err(Error::Invalid(errors))
        }
        None => Ok(FoundProfessional { person: id, name: None }),
    }
}
