use domain::audit_event::AuditEvent;
use domain::contract::unit_management::{AdministratorRow, UpdateAdministratorRequest};
use domain::permission::Scope;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::UnitAccount;
use crate::store::accounts::{self, Account};
use crate::store::administrators::{self, count_chief};
use crate::store::table::{Condition, NotDone};
use crate::store::{unit_log, units};
use crate::use_cases::administrator_refusals::{changed_meanwhile, department_gone, last_chief};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: UnitAccount,
    request: UpdateAdministratorRequest,
) -> Result<AdministratorRow, Error> {
    let app = cx.app;
    let unit = &caller.unit;
    let details = request.form.parse_change()?;
    let before = administrators::find(app, unit, &request.id).await?.ok_or(Error::NotFound)?;
    let account = accounts::find(app, &request.id).await?.ok_or(Error::NotFound)?;
    let subject = request.id.as_str();
    if before.version != request.version {
        let done = unit_log::was_done(app, unit, &cx.repeat, subject).await?;
        return if done { Ok(before.row()) } else { Err(changed_meanwhile()) };
    }
    let after = before.with_details(&app.vault, details);
    let author = caller.author(&cx);
    let mut changes = vec![
        after.put(unit, Condition::Is("v", i64::from(before.version)))?,
        changed(&account, &after.name, unit, &after.department, after.may_sign_in).replace(&account)?,
    ];
    changes.extend(unit_log::note(&author, AuditEvent::AdministratorChanged, subject)?);
    let required = after.department.as_ref().filter(|_| after.department != before.department).map(|department| {
        changes.push(units::require_department(unit, department));
        changes.len() - 1
    });
    let count = count_chief(unit, before.is_acting_chief(), after.is_acting_chief());
    let counted = count.map(|count| {
        changes.push(count);
        changes.len() - 1
    });
    match app.table.transact(changes).await {
        Ok(()) => Ok(after.row()),
        Err(NotDone::Condition(position)) if Some(position) == counted => Err(last_chief()),
        Err(NotDone::Condition(position)) if Some(position) == required => Err(department_gone()),
        Err(NotDone::Condition(_)) => Err(changed_meanwhile()),
        Err(other) => Err(other.into()),
    }
}

/// The account with the new name and office. What an administrator may do has changed at once: open sessions end.
fn changed(
    before: &Account,
    name: &str,
    unit: &domain::id::UnitId,
    department: &Option<domain::id::DepartmentId>,
    may_sign_in: bool,
) -> Account {
    let scope = Some(Scope { unit: unit.clone(), department: department.clone() });
    let is_other_office = scope != before.scope || may_sign_in != before.enabled;
    Account {
        name: name.to_owned(),
        scope,
        enabled: may_sign_in,
        epoch: before.epoch + u32::from(is_other_office),
        ..before.clone()
    }
}
