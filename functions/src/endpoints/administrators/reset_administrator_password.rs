use domain::administrator::{INITIAL_PASSWORD_SECONDS, initial_password};
use domain::contract::offices::{AdministratorRequest, AdministratorRow};
use domain::deed::Deed;

use super::refusals::changed_meanwhile;
use crate::http::Visit;
use crate::http::caller::UnitAccount;
use crate::http::failure::Failure;
use crate::store::accounts::{self, Account};
use crate::store::administrators;
use crate::store::table::{Condition, NotDone};
use crate::store::unit_log;

pub async fn room(
    visit: Visit<'_>,
    caller: UnitAccount,
    request: AdministratorRequest,
) -> Result<AdministratorRow, Failure> {
    let house = visit.house;
    let unit = &caller.unit;
    let subject = request.id.as_str();
    let before = administrators::find(house, unit, &request.id).await?.ok_or(Failure::NotFound)?;
    let account = accounts::find(house, &request.id).await?.ok_or(Failure::NotFound)?;
    if before.version != request.version {
        let done = unit_log::was_done(house, unit, &visit.repeat, subject).await?;
        return if done { Ok(before.row()) } else { Err(changed_meanwhile()) };
    }
    let identity = before.identity_number(&house.vault)?;
    let until = Some(house.clock.now().plus_seconds(INITIAL_PASSWORD_SECONDS));
    let after = before.with_initial_password(until);
    let with_initial_password = Account {
        password_hash: crate::passwords::hash(&initial_password(&identity)).await,
        must_change_password: true,
        initial_password_until: until,
        epoch: account.epoch + 1,
        ..account.clone()
    };
    let author = caller.author(&visit);
    let mut changes =
        vec![after.put(unit, Condition::Is("v", i64::from(before.version)))?, with_initial_password.replace(&account)?];
    changes.extend(unit_log::note(&author, Deed::AdministratorPasswordReset, subject)?);
    match house.table.transact(changes).await {
        Ok(()) => Ok(after.row()),
        Err(NotDone::Condition(_)) if unit_log::was_done(house, unit, &visit.repeat, subject).await? => {
            Ok(administrators::find(house, unit, &request.id).await?.ok_or(Failure::NotFound)?.row())
        }
        Err(NotDone::Condition(_)) => Err(changed_meanwhile()),
        Err(other) => Err(other.into()),
    }
}
