use domain::account::ONE_TIME_CODE_SECONDS;
use domain::audit_event::AuditEvent;
use domain::contract::directory::{ResetUnitPasswordRequest, UnitPasswordReset};
use domain::id::AccountId;

use crate::app::App;
use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Operator;
use crate::store::accounts::{self, Account};
use crate::store::table::NotDone;
use crate::store::unit_log;
use crate::use_cases::unit_card::{find_listed, own_account};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: Operator,
    request: ResetUnitPasswordRequest,
) -> Result<UnitPasswordReset, Error> {
    let app = cx.app;
    let unit = find_listed(app, &request.id).await?;
    let account =
        own_account(app, &unit).await?.ok_or_else(|| conflict("no_account", "这个单位还没有单位账号，请单位先注册"))?;
    let author = caller.author(&cx);
    // Made from the request's key, so that a repeat after a lost answer shows the same one, which is stored nowhere.
    let password = app.vault.one_time_code(&account.id, cx.repeat.key()?).shown();
    let subject = account.id.as_str();
    if unit_log::was_done(app, &author.scope.unit, &cx.repeat, subject).await? {
        return again(app, &account.id, password).await;
    }
    let valid_until = author.at.plus_seconds(ONE_TIME_CODE_SECONDS);
    let after = Account {
        password_hash: crate::crypto::passwords::hash(&password).await,
        must_change_password: true,
        initial_password_until: Some(valid_until),
        epoch: account.epoch + 1,
        ..account.clone()
    };
    let mut changes = vec![after.replace(&account)?];
    changes.extend(unit_log::note_of(&unit.id, &author, AuditEvent::UnitPasswordReset, subject)?);
    match app.table.transact(changes).await {
        Ok(()) => Ok(UnitPasswordReset { password, valid_until }),
        Err(NotDone::Condition(_)) if unit_log::was_done(app, &author.scope.unit, &cx.repeat, subject).await? => {
            again(app, &account.id, password).await
        }
        Err(NotDone::Condition(_)) => Err(conflict("changed_meanwhile", "这个单位账号刚有变动，没有重置密码，请重试")),
        Err(other) => Err(other.into()),
    }
}

/// What a repeat is shown: the password, if it still opens the account.
async fn again(app: &App, id: &AccountId, password: String) -> Result<UnitPasswordReset, Error> {
    let account = accounts::find(app, id).await?.ok_or(Error::NotFound)?;
    match account.initial_password_until {
        Some(valid_until) if crate::crypto::passwords::verify(Some(&account.password_hash), &password).await => {
            Ok(UnitPasswordReset { password, valid_until })
        }
        _ => Err(conflict("password_replaced", "这个一次性密码已被修改或重新设置过，如有需要请再次重置")),
    }
}

fn conflict(code: &'static str, message: &str) -> Error {
    Error::Conflict { code, message: message.to_owned() }
}
