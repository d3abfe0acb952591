use domain::contract::reviews::{RevealIdentityRequest, RevealedIdentity};

use crate::act::find_readable;
use crate::http::Visit;
use crate::http::caller::{Acting, Administrator};
use crate::http::failure::Failure;
use crate::http::request::Repeat;
use crate::store::people;
use crate::store::unit_log::Author;

pub async fn room(
    visit: Visit<'_>,
    caller: Administrator,
    request: RevealIdentityRequest,
) -> Result<RevealedIdentity, Failure> {
    let house = visit.house;
    let registration = find_readable(&visit, &Acting::Administrator(caller.clone()), &request.id).await?;
    let person = people::find(house, registration.id.person()).await?.ok_or(Failure::NotFound)?;
    // It is on record before it is shown. Every look is one of its own, also that of a request that is repeated.
    let look = Repeat::of_its_own();
    let author = Author { repeat: &look, ..caller.author(&visit) };
    house.table.transact(people::revealed(&author, &registration.id)?).await?;
    Ok(RevealedIdentity { identity_number: person.identity_number(&house.vault)? })
}
