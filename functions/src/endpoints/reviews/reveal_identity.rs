use domain::contract::reviews::{RevealIdentityRequest, RevealedIdentity};

use crate::act::find_readable;
use crate::http::Visit;
use crate::http::caller::{Acting, Administrator};
use crate::http::failure::Failure;
use crate::store::people;

pub async fn room(
    visit: Visit<'_>,
    caller: Administrator,
    request: RevealIdentityRequest,
) -> Result<RevealedIdentity, Failure> {
    let house = visit.house;
    let (account, scope) = (caller.account.clone(), caller.scope.clone());
    let registration = find_readable(&visit, &Acting::Administrator(caller), &request.id).await?;
    let person = people::find(house, registration.id.person()).await?.ok_or(Failure::NotFound)?;
    // It is on record before it is shown.
    people::note_revealed(house, &person.id, &account, &scope, &registration.id).await?;
    Ok(RevealedIdentity { identity_number: person.identity_number(&house.vault)? })
}
