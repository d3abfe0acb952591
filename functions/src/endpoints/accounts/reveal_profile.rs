use domain::contract::accounts::{RevealProfileRequest, RevealedProfile};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Professional;
use crate::idempotency::Repeat;
use crate::store::people;
use crate::store::unit_log::Author;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    _: RevealProfileRequest,
) -> Result<RevealedProfile, Error> {
    let app = cx.app;
    let person = people::find(app, &caller.person).await?.ok_or(Error::NotFound)?;
    // It is on record before it is shown. Every look is one of its own, also that of a request that is repeated.
    let look = Repeat::of_its_own();
    let author = Author { repeat: &look, ..caller.author(&cx, person.employer.clone()) };
    app.table.transact(people::revealed_to_themselves(&author, &caller.person)?).await?;
    let mobile = person.mobile(&app.vault)?.map(|mobile| mobile.expose().to_owned());
    Ok(RevealedProfile { identity_number: person.identity_number(&app.vault)?, mobile })
}
