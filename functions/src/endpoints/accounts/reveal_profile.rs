use domain::contract::accounts::{RevealProfileRequest, RevealedProfile};

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::http::request::Repeat;
use crate::store::people;
use crate::store::unit_log::Author;

pub async fn room(visit: Visit<'_>, caller: Professional, _: RevealProfileRequest) -> Result<RevealedProfile, Failure> {
    let house = visit.house;
    let person = people::find(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    // It is on record before it is shown. Every look is one of its own, also that of a request that is repeated.
    let look = Repeat::of_its_own();
    let author = Author { repeat: &look, ..caller.author(&visit, person.home.clone()) };
    house.table.transact(people::revealed_to_themselves(&author, &caller.person)?).await?;
    let mobile = person.mobile(&house.vault)?.map(|mobile| mobile.expose().to_owned());
    Ok(RevealedProfile { identity_number: person.identity_number(&house.vault)?, mobile })
}
