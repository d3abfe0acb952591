use domain::contract::registrations::{BatchRequest, BatchResponse, Seen};
use domain::review::{Action, State};
use domain::totals::SpecialtyChange;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::{Acting, Administrator};
use crate::store::registrations::{self, Registration};
use crate::store::{certificates, history};
use crate::use_cases::transition_registrations::{self, TransitionRequest};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Administrator,
    request: BatchRequest,
) -> Result<BatchResponse, Error> {
    let caller = Acting::Administrator(caller);
    transition_registrations::check_items(&request.items)?;
    let mut results = Vec::with_capacity(request.items.len());
    for (position, seen) in request.items.iter().enumerate() {
        let wanted = wanted(&cx, seen).await;
        results.push(transition_registrations::one_of(&cx, &caller, position, seen, wanted).await);
    }
    Ok(BatchResponse { results })
}

/// The decision that led to the version that the administrator saw, taken back.
async fn wanted(
    cx: &RequestContext<'_>,
    seen: &Seen,
) -> Result<TransitionRequest<impl Fn(Registration) -> Registration + use<>>, Error> {
    if let Some(found) = registrations::find(cx.app, &seen.id).await?
        && let State::Approved { approved_hours } = found.state
    {
        let tenths = -i64::from(approved_hours.tenths());
        let change = SpecialtyChange { credited_year: found.credited_year, tenths };
        if certificates::at_stake(cx.app, seen.id.person(), change).await?.is_some() {
            return Err(certified());
        }
    }
    let decided = history::decision_at(cx.app, &seen.id, seen.version).await?;
    let (decision, passed) = decided.map_or((None, None), |decided| (Some(decided.decision), decided.passed));
    // It waits as it did before: at the final stage with what the first one said.
    let (reason, decided_at) = passed.map_or((None, None), |passed| (passed.note, Some(passed.at)));
    Ok(TransitionRequest {
        action: Action::Undo { decision, at: cx.app.clock.now() },
        note: None,
        content: move |before| Registration { reason: reason.clone(), decided_at, ..before },
    })
}

/// Something depends on the decision already: a certificate that people may have shown to others.
fn certified() -> Error {
    Error::Conflict {
        code: "certificate_depends",
        message: "学员已凭这些学时生成合格证书，不能撤销；确需收回的，由总管理员在审核结果中删除".to_owned(),
    }
}
