use domain::account::ONE_TIME_CODE_SECONDS;
use domain::contract::directory::{ResetUnitPasswordRequest, UnitPasswordReset};
use domain::deed::Deed;
use domain::id::AccountId;

use super::unit_card::{find_listed, own_account};
use crate::house::House;
use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::accounts::{self, Account};
use crate::store::table::NotDone;
use crate::store::unit_log;

pub async fn room(
    visit: Visit<'_>,
    caller: Operator,
    request: ResetUnitPasswordRequest,
) -> Result<UnitPasswordReset, Failure> {
    let house = visit.house;
    let unit = find_listed(house, &request.id).await?;
    let account = own_account(house, &unit)
        .await?
        .ok_or_else(|| conflict("no_account", "这个单位还没有单位账号，请单位先注册"))?;
    let author = caller.author(&visit);
    // Made from the request's key, so that a repeat after a lost answer shows the same one, which is stored nowhere.
    let password = house.vault.one_time_code(&account.id, visit.repeat.key()?).shown();
    let subject = account.id.as_str();
    if unit_log::was_done(house, &author.scope.unit, &visit.repeat, subject).await? {
        return again(house, &account.id, password).await;
    }
    let valid_until = author.at.plus_seconds(ONE_TIME_CODE_SECONDS);
    let after = Account {
        password_hash: crate::passwords::hash(&password).await,
        must_change_password: true,
        initial_password_until: Some(valid_until),
        epoch: account.epoch + 1,
        ..account.clone()
    };
    let mut changes = vec![after.replace(&account)?];
    changes.extend(unit_log::note_of(&unit.id, &author, Deed::UnitPasswordReset, subject)?);
    match house.table.transact(changes).await {
        Ok(()) => Ok(UnitPasswordReset { password, valid_until }),
        Err(NotDone::Condition(_)) if unit_log::was_done(house, &author.scope.unit, &visit.repeat, subject).await? => {
            again(house, &account.id, password).await
        }
        Err(NotDone::Condition(_)) => Err(conflict("changed_meanwhile", "这个单位账号刚有变动，没有重置密码，请重试")),
        Err(other) => Err(other.into()),
    }
}

/// What a repeat is shown: the password, if it still opens the account.
async fn again(house: &House, id: &AccountId, password: String) -> Result<UnitPasswordReset, Failure> {
    let account = accounts::find(house, id).await?.ok_or(Failure::NotFound)?;
    match account.initial_password_until {
        Some(valid_until) if crate::passwords::verify(Some(&account.password_hash), &password).await => {
            Ok(UnitPasswordReset { password, valid_until })
        }
        _ => Err(conflict("password_replaced", "这个一次性密码已被修改或重新设置过，如有需要请再次重置")),
    }
}

fn conflict(code: &'static str, message: &str) -> Failure {
    Failure::Conflict { code, message: message.to_owned() }
}
