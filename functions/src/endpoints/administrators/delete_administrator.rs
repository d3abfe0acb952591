use domain::audit_event::AuditEvent;
use domain::contract::unit_management::{AdministratorDeleted, AdministratorRequest};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::UnitAccount;
use crate::store::administrators::{self, count_chief};
use crate::store::keys::Key;
use crate::store::table::{Change, Condition, NotDone};
use crate::store::unit_log;
use crate::use_cases::administrator_refusals::{changed_meanwhile, last_chief};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: UnitAccount,
    request: AdministratorRequest,
) -> Result<AdministratorDeleted, Error> {
    let app = cx.app;
    let unit = &caller.unit;
    let subject = request.id.as_str();
    let Some(before) = administrators::find(app, unit, &request.id).await? else {
        let done = unit_log::was_done(app, unit, &cx.repeat, subject).await?;
        return if done { Ok(AdministratorDeleted {}) } else { Err(Error::NotFound) };
    };
    let author = caller.author(&cx);
    let condition = Condition::Is("v", i64::from(request.version));
    let mut changes = vec![
        Change::Delete { key: Key::administrator(unit, &request.id), condition },
        // Without its account every open session has ended.
        Change::Delete { key: Key::account(&request.id), condition: Condition::Exists },
    ];
    changes.extend(unit_log::note(&author, AuditEvent::AdministratorDeleted, subject)?);
    let counted = changes.len();
    changes.extend(count_chief(unit, before.is_acting_chief(), false));
    match app.table.transact(changes).await {
        Ok(()) => Ok(AdministratorDeleted {}),
        Err(NotDone::Condition(position)) if position == counted => Err(last_chief()),
        Err(NotDone::Condition(_)) => Err(changed_meanwhile()),
        Err(other) => Err(other.into()),
    }
}
