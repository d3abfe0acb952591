use domain::contract::offices::{AdministratorRow, UpdateAdministratorRequest};
use domain::deed::Deed;
use domain::permission::Scope;

use super::refusals::{changed_meanwhile, department_gone, last_chief};
use crate::http::Visit;
use crate::http::caller::UnitAccount;
use crate::http::failure::Failure;
use crate::store::accounts::{self, Account};
use crate::store::administrators::{self, count_chief};
use crate::store::table::{Condition, NotDone};
use crate::store::{unit_log, units};

pub async fn room(
    visit: Visit<'_>,
    caller: UnitAccount,
    request: UpdateAdministratorRequest,
) -> Result<AdministratorRow, Failure> {
    let house = visit.house;
    let unit = &caller.unit;
    let details = request.form.parse_change()?;
    let before = administrators::find(house, unit, &request.id).await?.ok_or(Failure::NotFound)?;
    let account = accounts::find(house, &request.id).await?.ok_or(Failure::NotFound)?;
    let subject = request.id.as_str();
    if before.version != request.version {
        let done = unit_log::was_done(house, unit, &visit.repeat, subject).await?;
        return if done { Ok(before.row()) } else { Err(changed_meanwhile()) };
    }
    let after = before.with_details(&house.vault, details);
    let author = caller.author(&visit);
    let mut changes = vec![
        after.put(unit, Condition::Is("v", i64::from(before.version)))?,
        changed(&account, &after.name, unit, &after.department, after.may_sign_in).replace(&account)?,
    ];
    changes.extend(unit_log::note(&author, Deed::AdministratorChanged, subject)?);
    let required = after.department.as_ref().filter(|_| after.department != before.department).map(|department| {
        changes.push(units::require_department(unit, department));
        changes.len() - 1
    });
    let count = count_chief(unit, before.is_acting_chief(), after.is_acting_chief());
    let counted = count.map(|count| {
        changes.push(count);
        changes.len() - 1
    });
    match house.table.transact(changes).await {
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
