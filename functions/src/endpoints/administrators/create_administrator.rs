use domain::administrator::{AdministratorForm, initial_password};
use domain::audit_event::AuditEvent;
use domain::contract::unit_management::AdministratorRow;
use domain::field_errors::FieldErrors;
use domain::id::{AccountId, UnitId};
use domain::limits::ADMINISTRATORS_MAX;

use crate::app::App;
use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::UnitAccount;
use crate::store::accounts::{self, Account};
use crate::store::administrators::{self, Administrator, count_chief};
use crate::store::table::{Condition, NotDone};
use crate::store::{unit_log, units};
use crate::use_cases::administrator_refusals::department_gone;

pub async fn handle(
    cx: RequestContext<'_>,
    caller: UnitAccount,
    request: AdministratorForm,
) -> Result<AdministratorRow, Error> {
    let app = cx.app;
    let unit = &caller.unit;
    let now = app.clock.now();
    let (identity, details) = request.parse(now.date())?;
    let hash = crate::crypto::passwords::hash(&initial_password(&identity)).await;
    let (appointed, account) = Administrator::appoint(&app.vault, unit, &identity, details, now, hash)?;
    if administrators::all(app, unit).await?.len() >= ADMINISTRATORS_MAX {
        return Err(wrong("too_many", format!("一个单位最多 {ADMINISTRATORS_MAX} 位管理员")));
    }
    let author = caller.author(&cx);
    let subject = appointed.id.as_str();
    let mut changes = vec![appointed.put(unit, Condition::Missing)?];
    match displaced(app, unit, &appointed.id).await? {
        None => changes.push(account.put()?),
        Some((before, there)) => {
            changes.push(account.replace(&before)?);
            changes.extend(there.displaced(&author, &before)?);
        }
    }
    changes.extend(unit_log::note(&author, AuditEvent::AdministratorAppointed, subject)?);
    let required = appointed.department.as_ref().map(|department| {
        changes.push(units::require_department(unit, department));
        changes.len() - 1
    });
    changes.extend(count_chief(unit, false, appointed.is_acting_chief()));
    // A unit that is being merged into another one has none to appoint.
    changes.extend(units::require_open(unit));
    match app.table.transact(changes).await {
        Ok(()) => Ok(appointed.row()),
        Err(NotDone::Condition(position)) if Some(position) == required => Err(department_gone()),
        Err(NotDone::Condition(_)) if unit_log::was_done(app, unit, &cx.repeat, subject).await? => {
            Ok(administrators::find(app, unit, &appointed.id).await?.ok_or(Error::NotFound)?.row())
        }
        Err(NotDone::Condition(_)) => {
            Err(wrong("taken", "这个证件号码已是管理员；如在其他单位任管理员，须先由该单位删除".to_owned()))
        }
        Err(other) => Err(other.into()),
    }
}

/// The office that somebody holds in a unit that nobody has verified: it does not keep a verified unit from appointing them.
/// Anybody can sign a unit up and appoint whom they like in it.
async fn displaced(app: &App, unit: &UnitId, id: &AccountId) -> Result<Option<(Account, Administrator)>, Error> {
    let Some(account) = accounts::find(app, id).await? else { return Ok(None) };
    let Some(elsewhere) = account.scope.as_ref().map(|scope| scope.unit.clone()).filter(|other| other != unit) else {
        return Ok(None);
    };
    let is_verified = async |unit| Ok::<_, Error>(units::find(app, unit).await?.is_some_and(|unit| unit.verified));
    if !is_verified(unit).await? || is_verified(&elsewhere).await? {
        return Ok(None);
    }
    let there = administrators::find(app, &elsewhere, id).await?;
    Ok(there.map(|there| (account, there)))
}

fn wrong(code: &'static str, message: String) -> Error {
    let mut errors = FieldErrors::default();
    errors.push("identity_number", code, message);
    Error::Invalid(errors)
}
