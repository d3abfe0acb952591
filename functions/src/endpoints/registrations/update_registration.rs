use domain::contract::registrations::{Outcome, RegistrationRow, Seen, UpdateRegistrationRequest};
use domain::review::Action;

use super::evidence;
use crate::act::{self, Deed};
use crate::http::Visit;
use crate::http::caller::Acting;
use crate::http::failure::Failure;
use crate::store::registrations::Registration;
use crate::store::rules;

pub async fn room(
    visit: Visit<'_>,
    caller: Acting,
    request: UpdateRegistrationRequest,
) -> Result<RegistrationRow, Failure> {
    let house = visit.house;
    let claim = request.form.parse(rules::today(house).await?.table(), house.clock.now().date().year())?;
    let evidence = evidence::find(house, request.id.person(), &claim.attachments).await?;
    let deed = Deed {
        action: Action::Edit,
        note: None,
        content: |before: Registration| Registration {
            reviewing_unit: None,
            reason: None,
            submitted_at: None,
            decided_at: None,
            deviations: Vec::new(),
            ..before.with_claim(claim.clone(), evidence.clone())
        },
    };
    let seen = Seen { id: request.id, version: request.version };
    match act::once(&visit, &caller, &seen, &deed).await? {
        Outcome::Done { row: Some(row) } => Ok(*row),
        _ => Err(Failure::NotFound),
    }
}
