use domain::audit_event::AuditEvent;
use domain::contract::directory::{DecideUnitAccountRequest, UnitCard};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::accounts::Account;
use crate::store::keys::Key;
use crate::store::table::{Change, Condition, Item, NotDone};
use crate::store::unit_log;
use crate::store::units::Unit;
use crate::use_cases::unit_card::{account_id, find_listed, own_account, unit_card};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Operator,
    request: DecideUnitAccountRequest,
) -> Result<UnitCard, Error> {
    let app = cx.app;
    let unit = find_listed(app, &request.id).await?;
    let author = caller.author(&cx);
    let id = account_id(app, &unit)?;
    let waiting = own_account(app, &unit).await?.filter(|account| account.unconfirmed);
    let Some(before) = waiting else {
        let done = unit_log::was_done(app, &author.scope.unit, &cx.repeat, id.as_str()).await?;
        return if done { unit_card(app, unit).await } else { Err(decided_already()) };
    };
    let (unit, mut changes, event) = if request.confirm {
        let after = Account { unconfirmed: false, ..before.clone() };
        (unit, vec![after.replace(&before)?], AuditEvent::UnitAccountConfirmed)
    } else {
        // Whom to ask was told by who is turned away.
        let after = Unit { version: unit.version + 1, contact: None, ..unit };
        let gone = Change::Delete {
            key: Key::account(&id),
            condition: Condition::Holds("attribute_exists(unconfirmed)", Item::new()),
        };
        let changes = vec![gone, after.replace()?];
        (after, changes, AuditEvent::UnitAccountRemoved)
    };
    changes.extend(unit_log::note_of(&unit.id, &author, event, id.as_str())?);
    match app.table.transact(changes).await {
        Ok(()) => unit_card(app, unit).await,
        Err(NotDone::Condition(_)) => {
            unit_log::was_done(app, &author.scope.unit, &cx.repeat, id.as_str()).await?;
            Err(Error::Conflict {
                code: "changed_meanwhile",
                message: "这个单位或它的账号刚有变动，请刷新后再试".to_owned(),
            })
        }
        Err(other) => Err(other.into()),
    }
}

fn decided_already() -> Error {
    Error::Conflict {
        code: "decided_already", message: "没有待确认的单位账号，可能已处理过，请刷新".to_owned()
    }
}
