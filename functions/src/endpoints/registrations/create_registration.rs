use domain::contract::registrations::RegistrationRow;
use domain::id::RegistrationId;
use domain::registration::RegistrationForm;
use domain::review::Registrar;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::{Acting, Professional};
use crate::idempotency::key_reused;
use crate::store::registrations::{self, By, Registration, Saved};
use crate::store::{drafts, history, people, rules};
use crate::use_cases::evidence;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Professional,
    request: RegistrationForm,
) -> Result<RegistrationRow, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let claim = request.parse(rules::today(app).await?.table(), now.date())?;
    let evidence = evidence::find(app, &caller.person, &claim.attachments).await?;
    let person = people::find(app, &caller.person).await?.ok_or(Error::NotFound)?;
    // The request's key is the registration's serial: a repeat names the same registration.
    let id = RegistrationId::new(caller.person.clone(), cx.repeat.key()?);
    let draft = Registration::draft(id.clone(), &person, Registrar::Person, claim, evidence, now);
    let acting = Acting::Professional(caller);
    let by = By { actor: &acting.actor(), name: acting.name(), repeat: &cx.repeat, at: now };
    let row = match registrations::create(app, draft, &by, Vec::new()).await? {
        Saved::Done(created) => created.row(),
        Saved::Deleted | Saved::Raced => {
            if !history::was_done(app, &id, 1, &by).await? {
                return Err(key_reused());
            }
            registrations::find(app, &id).await?.ok_or(Error::NotFound)?.row()
        }
    };
    // What another device has typed since into the same draft is not what was saved: then the draft stays.
    if let Some(typed) = &request.draft {
        drafts::discard(app, id.person(), typed).await?;
    }
    Ok(row)
}
