use domain::contract::registrations::{BatchRequest, BatchResponse, Seen};
use domain::review::{Action, State};
use domain::totals::SpecialtyChange;

use crate::act::{self, Deed};
use crate::http::Visit;
use crate::http::caller::{Acting, Administrator};
use crate::http::failure::Failure;
use crate::store::registrations::{self, Registration};
use crate::store::{certificates, history};

pub async fn room(visit: Visit<'_>, caller: Administrator, request: BatchRequest) -> Result<BatchResponse, Failure> {
    let caller = Acting::Administrator(caller);
    act::check_items(&request.items)?;
    let mut results = Vec::with_capacity(request.items.len());
    for (position, seen) in request.items.iter().enumerate() {
        let deed = deed(&visit, seen).await;
        results.push(act::one_of(&visit, &caller, position, seen, deed).await);
    }
    Ok(BatchResponse { results })
}

/// The decision that led to the version that the administrator saw, taken back.
async fn deed(visit: &Visit<'_>, seen: &Seen) -> Result<Deed<impl Fn(Registration) -> Registration + use<>>, Failure> {
    if let Some(found) = registrations::find(visit.house, &seen.id).await?
        && let State::Approved { approved_hours } = found.state
    {
        let tenths = -i64::from(approved_hours.tenths());
        let change = SpecialtyChange { credited_year: found.credited_year, tenths };
        if certificates::at_stake(visit.house, seen.id.person(), change).await?.is_some() {
            return Err(certified());
        }
    }
    let decided = history::decision_at(visit.house, &seen.id, seen.version).await?;
    let (decision, passed) = decided.map_or((None, None), |decided| (Some(decided.decision), decided.passed));
    // It waits as it did before: at the final stage with what the first one said.
    let (reason, decided_at) = passed.map_or((None, None), |passed| (passed.note, Some(passed.at)));
    Ok(Deed {
        action: Action::Undo { decision, at: visit.house.clock.now() },
        note: None,
        content: move |before| Registration { reason: reason.clone(), decided_at, ..before },
    })
}

/// Something depends on the decision already: a certificate that people may have shown to others.
fn certified() -> Failure {
    Failure::Conflict {
        code: "certificate_depends",
        message: "学员已凭这些学时生成合格证书，不能撤销；确需收回的，由总管理员在审核结果中删除".to_owned(),
    }
}
