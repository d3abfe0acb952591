use domain::contract::registrations::{Outcome, RegistrationRow, Seen, UpdateRegistrationRequest};
use domain::review::Action;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Acting;
use crate::store::registrations::Registration;
use crate::store::rules;
use crate::use_cases::evidence;
use crate::use_cases::transition_registrations::{self, TransitionRequest};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Acting,
    request: UpdateRegistrationRequest,
) -> Result<RegistrationRow, Error> {
    let app = cx.app;
    let claim = request.form.parse(rules::today(app).await?.table(), app.clock.now().date())?;
    let evidence = evidence::find(app, request.id.person(), &claim.attachments).await?;
    let wanted = TransitionRequest {
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
    match transition_registrations::once(&cx, &caller, &seen, &wanted).await? {
        Outcome::Done { row: Some(row) } => Ok(*row),
        _ => Err(Error::NotFound),
    }
}
