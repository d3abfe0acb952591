use domain::contract::directory::{DecideUnitAccountRequest, UnitCard};
use domain::deed::Deed;

use super::unit_card::{account_id, find_listed, own_account, unit_card};
use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::accounts::Account;
use crate::store::keys::Key;
use crate::store::table::{Change, Condition, Item, NotDone};
use crate::store::unit_log;
use crate::store::units::Unit;

pub async fn room(visit: Visit<'_>, caller: Operator, request: DecideUnitAccountRequest) -> Result<UnitCard, Failure> {
    let house = visit.house;
    let unit = find_listed(house, &request.id).await?;
    let author = caller.author(&visit);
    let id = account_id(house, &unit)?;
    let waiting = own_account(house, &unit).await?.filter(|account| account.unconfirmed);
    let Some(before) = waiting else {
        let done = unit_log::was_done(house, &author.scope.unit, &visit.repeat, id.as_str()).await?;
        return if done { unit_card(house, unit).await } else { Err(decided_already()) };
    };
    let (unit, mut changes, deed) = if request.confirm {
        let after = Account { unconfirmed: false, ..before.clone() };
        (unit, vec![after.replace(&before)?], Deed::UnitAccountConfirmed)
    } else {
        // Whom to ask was told by who is turned away.
        let after = Unit { version: unit.version + 1, contact: None, ..unit };
        let gone = Change::Delete {
            key: Key::account(&id),
            condition: Condition::Holds("attribute_exists(unconfirmed)", Item::new()),
        };
        let changes = vec![gone, after.replace()?];
        (after, changes, Deed::UnitAccountRemoved)
    };
    changes.extend(unit_log::note_of(&unit.id, &author, deed, id.as_str())?);
    match house.table.transact(changes).await {
        Ok(()) => unit_card(house, unit).await,
        Err(NotDone::Condition(_)) => {
            unit_log::was_done(house, &author.scope.unit, &visit.repeat, id.as_str()).await?;
            Err(Failure::Conflict {
                code: "changed_meanwhile",
                message: "这个单位或它的账号刚有变动，请刷新后再试".to_owned(),
            })
        }
        Err(other) => Err(other.into()),
    }
}

fn decided_already() -> Failure {
    Failure::Conflict {
        code: "decided_already", message: "没有待确认的单位账号，可能已处理过，请刷新".to_owned()
    }
}
