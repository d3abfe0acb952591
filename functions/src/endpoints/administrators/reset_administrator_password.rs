use domain::administrator::{INITIAL_PASSWORD_SECONDS, initial_password};
use domain::audit_event::AuditEvent;
use domain::contract::unit_management::{AdministratorRequest, AdministratorRow};

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::UnitAccount;
use crate::store::accounts::{self, Account};
use crate::store::administrators;
use crate::store::table::{Condition, NotDone};
use crate::store::unit_log;
use crate::use_cases::administrator_refusals::changed_meanwhile;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: UnitAccount,
    request: AdministratorRequest,
) -> Result<AdministratorRow, Error> {
    let app = cx.app;
    let unit = &caller.unit;
    let subject = request.id.as_str();
    let before = administrators::find(app, unit, &request.id).await?.ok_or(Error::NotFound)?;
    let account = accounts::find(app, &request.id).await?.ok_or(Error::NotFound)?;
    if before.version != request.version {
        let done = unit_log::was_done(app, unit, &cx.repeat, subject).await?;
        return if done { Ok(before.row()) } else { Err(changed_meanwhile()) };
    }
    let identity = before.identity_number(&app.vault)?;
    let until = Some(app.clock.now().plus_seconds(INITIAL_PASSWORD_SECONDS));
    let after = before.with_initial_password(until);
    let with_initial_password = Account {
        password_hash: crate::crypto::passwords::hash(&initial_password(&identity)).await,
        must_change_password: true,
        initial_password_until: until,
        epoch: account.epoch + 1,
        ..account.clone()
    };
    let author = caller.author(&cx);
    let mut changes =
        vec![after.put(unit, Condition::Is("v", i64::from(before.version)))?, with_initial_password.replace(&account)?];
    changes.extend(unit_log::note(&author, AuditEvent::AdministratorPasswordReset, subject)?);
    match app.table.transact(changes).await {
        Ok(()) => Ok(after.row()),
        Err(NotDone::Condition(_)) if unit_log::was_done(app, unit, &cx.repeat, subject).await? => {
            Ok(administrators::find(app, unit, &request.id).await?.ok_or(Error::NotFound)?.row())
        }
        Err(NotDone::Condition(_)) => Err(changed_meanwhile()),
        Err(other) => Err(other.into()),
    }
}
