use domain::contract::offices::{AdministratorDeleted, AdministratorRequest};
use domain::deed::Deed;

use super::refusals::{changed_meanwhile, last_chief};
use crate::http::Visit;
use crate::http::caller::UnitAccount;
use crate::http::failure::Failure;
use crate::store::administrators::{self, count_chief};
use crate::store::keys::Key;
use crate::store::table::{Change, Condition, NotDone};
use crate::store::unit_log;

pub async fn room(
    visit: Visit<'_>,
    caller: UnitAccount,
    request: AdministratorRequest,
) -> Result<AdministratorDeleted, Failure> {
    let house = visit.house;
    let unit = &caller.unit;
    let subject = request.id.as_str();
    let Some(before) = administrators::find(house, unit, &request.id).await? else {
        let done = unit_log::was_done(house, unit, &visit.repeat, subject).await?;
        return if done { Ok(AdministratorDeleted {}) } else { Err(Failure::NotFound) };
    };
    let author = caller.author(&visit);
    let condition = Condition::Is("v", i64::from(request.version));
    let mut changes = vec![
        Change::Delete { key: Key::administrator(unit, &request.id), condition },
        // Without its account every open session has ended.
        Change::Delete { key: Key::account(&request.id), condition: Condition::Exists },
    ];
    changes.extend(unit_log::note(&author, Deed::AdministratorDeleted, subject)?);
    let counted = changes.len();
    changes.extend(count_chief(unit, before.is_acting_chief(), false));
    match house.table.transact(changes).await {
        Ok(()) => Ok(AdministratorDeleted {}),
        Err(NotDone::Condition(position)) if position == counted => Err(last_chief()),
        Err(NotDone::Condition(_)) => Err(changed_meanwhile()),
        Err(other) => Err(other.into()),
    }
}
