use domain::contract::registrations::RegistrationRow;
use domain::id::RegistrationId;
use domain::registration::RegistrationForm;
use domain::review::Registrar;

use super::evidence;
use crate::http::Visit;
use crate::http::caller::{Acting, Professional};
use crate::http::failure::Failure;
use crate::http::request::key_reused;
use crate::store::registrations::{self, By, Registration, Saved};
use crate::store::{drafts, history, people, rules};

pub async fn room(
    visit: Visit<'_>,
    caller: Professional,
    request: RegistrationForm,
) -> Result<RegistrationRow, Failure> {
    let house = visit.house;
    let now = house.clock.now();
    let claim = request.parse(rules::today(house).await?.table(), now.date().year())?;
    let evidence = evidence::find(house, &caller.person, &claim.attachments).await?;
    let person = people::find(house, &caller.person).await?.ok_or(Failure::NotFound)?;
    // The request's key is the registration's serial: a repeat names the same registration.
    let id = RegistrationId::new(caller.person.clone(), visit.repeat.key()?);
    let draft = Registration::draft(id.clone(), &person, Registrar::Person, claim, evidence, now);
    let acting = Acting::Professional(caller);
    let by = By { actor: &acting.actor(), name: acting.name(), repeat: &visit.repeat, at: now };
    let row = match registrations::create(house, draft, &by, Vec::new()).await? {
        Saved::Done(created) => created.row(),
        Saved::Deleted | Saved::Raced => {
            if !history::was_done(house, &id, 1, &by).await? {
                return Err(key_reused());
            }
            registrations::find(house, &id).await?.ok_or(Failure::NotFound)?.row()
        }
    };
    // What another device has typed since into the same draft is not what was saved: then the draft stays.
    if let Some(typed) = &request.draft {
        drafts::discard(house, id.person(), typed).await?;
    }
    Ok(row)
}
