use domain::contract::reviews::{RevealIdentityRequest, RevealedIdentity};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::{Acting, Administrator};
use crate::idempotency::Repeat;
use crate::store::people;
use crate::store::unit_log::Author;
use crate::use_cases::transition_registrations::find_readable;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: RevealIdentityRequest,
) -> Result<RevealedIdentity, Error> {
    let app = cx.app;
    let registration = find_readable(&cx, &Acting::Administrator(caller.clone()), &request.id).await?;
    let person = people::find(app, registration.id.person()).await?.ok_or(Error::NotFound)?;
    // It is on record before it is shown. Every look is one of its own, also that of a request that is repeated.
    let look = Repeat::of_its_own();
    let author = Author { repeat: &look, ..caller.author(&cx) };
    app.table.transact(people::revealed(&author, &registration.id)?).await?;
    Ok(RevealedIdentity { identity_number: person.identity_number(&app.vault)? })
}
