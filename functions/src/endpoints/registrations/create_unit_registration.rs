use domain::contract::registrations::{CreateUnitRegistrationRequest, UnitRegistration};
use domain::field_errors::FieldErrors;
use domain::id::RegistrationId;
use domain::permission::Role;
use domain::review::Registrar;

use super::{evidence, subject};
use crate::http::Visit;
use crate::http::caller::{Acting, Administrator};
use crate::http::failure::Failure;
use crate::http::request::key_reused;
use crate::store::registrations::{self, By, Registration, Saved};
use crate::store::{accounts, history, people::Person, rules, units};

pub async fn room(
    visit: Visit<'_>,
    caller: Administrator,
    request: CreateUnitRegistrationRequest,
) -> Result<UnitRegistration, Failure> {
    let house = visit.house;
    let now = house.clock.now();
    let mut errors = FieldErrors::default();
    let (scope, number, name) = (&caller.scope, &request.identity_number, &request.name);
    let unit = units::find(house, &scope.unit).await?.ok_or(Failure::NotFound)?;
    let subject = subject::find(house, &unit, scope, number, name, &mut errors).await?;
    let rules = rules::today(house).await?;
    let claim = request.form.parse(rules.table(), now.date().year());
    let claim = claim.map_err(|mistakes| errors.absorb(mistakes)).ok();
    let (subject, claim) =
        errors.finish(|| (subject.expect("no mistake was noted"), claim.expect("no mistake was noted")))?;
    let evidence = evidence::find(house, &subject.person.id, &claim.attachments).await?;
    // The request's key is the registration's serial: a repeat names the same registration.
    let id = RegistrationId::new(subject.person.id.clone(), visit.repeat.key()?);
    let registrar = Registrar::Unit { unit: unit.id, name: unit.name };
    let draft = Registration::draft(id.clone(), &subject.person, registrar, claim, evidence, now);
    let acting = Acting::Administrator(caller);
    let by = By { actor: &acting.actor(), name: acting.name(), repeat: &visit.repeat, at: now };
    let row = match registrations::create(house, draft, &by, subject.changes()?).await? {
        Saved::Done(created) => created.row(),
        Saved::Deleted | Saved::Raced => {
            if !history::was_done(house, &id, 1, &by).await? {
                // Somebody has recorded the person in the same moment, or the key is another's.
                return Err(if subject.is_new { Failure::Busy } else { key_reused() });
            }
            registrations::find(house, &id).await?.ok_or(Failure::NotFound)?.row()
        }
    };
    let needs_activation = needs_activation(&visit, &subject.person).await?;
    Ok(UnitRegistration { row, needs_activation })
}

/// Whether nobody can sign in as the person yet.
async fn needs_activation(visit: &Visit<'_>, person: &Person) -> Result<bool, Failure> {
    let number = person.parsed_identity_number(&visit.house.vault, visit.house.clock.now().date())?;
    let account = visit.house.vault.account_id(Role::Professional, &number.lookup_form());
    Ok(accounts::find(visit.house, &account).await?.is_none())
}
