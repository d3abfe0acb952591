use domain::contract::registrations::{CreateUnitRegistrationRequest, UnitRegistration};
use domain::field_errors::FieldErrors;
use domain::id::RegistrationId;
use domain::permission::Role;
use domain::review::Registrar;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::{Acting, Administrator};
use crate::idempotency::key_reused;
use crate::store::registrations::{self, By, Registration, Saved};
use crate::store::{accounts, history, people::Person, rules, units};
use crate::use_cases::{evidence, registration_person};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: CreateUnitRegistrationRequest,
) -> Result<UnitRegistration, Error> {
    let app = cx.app;
    let now = app.clock.now();
    let mut errors = FieldErrors::default();
    let (scope, number, name) = (&caller.scope, &request.identity_number, &request.name);
    let unit = units::find(app, &scope.unit).await?.ok_or(Error::NotFound)?;
    let subject = registration_person::find(app, &unit, scope, number, name, &mut errors).await?;
    let rules = rules::today(app).await?;
    let claim = request.form.parse(rules.table(), now.date());
    let claim = claim.map_err(|mistakes| errors.absorb(mistakes)).ok();
    let (subject, claim) =
        errors.finish(|| (subject.expect("no mistake was noted"), claim.expect("no mistake was noted")))?;
    let evidence = evidence::find(app, &subject.person.id, &claim.attachments).await?;
    // The request's key is the registration's serial: a repeat names the same registration.
    let id = RegistrationId::new(subject.person.id.clone(), cx.repeat.key()?);
    let registrar = Registrar::Unit { unit: unit.id, name: unit.name };
    let draft = Registration::draft(id.clone(), &subject.person, registrar, claim, evidence, now);
    let acting = Acting::Administrator(caller);
    let by = By { actor: &acting.actor(), name: acting.name(), repeat: &cx.repeat, at: now };
    let row = match registrations::create(app, draft, &by, subject.changes()?).await? {
        Saved::Done(created) => created.row(),
        Saved::Deleted | Saved::Raced => {
            if !history::was_done(app, &id, 1, &by).await? {
                // Somebody has recorded the person in the same moment, or the key is another's.
                return Err(if subject.is_new { Error::Busy } else { key_reused() });
            }
            registrations::find(app, &id).await?.ok_or(Error::NotFound)?.row()
        }
    };
    let needs_activation = needs_activation(&cx, &subject.person).await?;
    Ok(UnitRegistration { row, needs_activation })
}

/// Whether nobody can sign in as the person yet.
async fn needs_activation(cx: &RequestContext<'_>, person: &Person) -> Result<bool, Error> {
    let number = person.parsed_identity_number(&cx.app.vault, cx.app.clock.now().date())?;
    let account = cx.app.vault.account_id(Role::Professional, &number.lookup_form());
    Ok(accounts::find(cx.app, &account).await?.is_none())
}
