use domain::administrator::{AdministratorForm, initial_password};
use domain::contract::offices::AdministratorRow;
use domain::deed::Deed;
use domain::field_errors::FieldErrors;
use domain::id::{AccountId, UnitId};
use domain::limits::ADMINISTRATORS_MAX;

use super::refusals::department_gone;
use crate::house::House;
use crate::http::Visit;
use crate::http::caller::UnitAccount;
use crate::http::failure::Failure;
use crate::store::accounts::{self, Account};
use crate::store::administrators::{self, Administrator, count_chief};
use crate::store::table::{Condition, NotDone};
use crate::store::{unit_log, units};

pub async fn room(
    visit: Visit<'_>,
    caller: UnitAccount,
    request: AdministratorForm,
) -> Result<AdministratorRow, Failure> {
    let house = visit.house;
    let unit = &caller.unit;
    let now = house.clock.now();
    let (identity, details) = request.parse(now.date())?;
    let hash = crate::passwords::hash(&initial_password(&identity)).await;
    let (appointed, account) = Administrator::appoint(&house.vault, unit, &identity, details, now, hash)?;
    if administrators::all(house, unit).await?.len() >= ADMINISTRATORS_MAX {
        return Err(wrong("too_many", format!("一个单位最多 {ADMINISTRATORS_MAX} 位管理员")));
    }
    let author = caller.author(&visit);
    let subject = appointed.id.as_str();
    let mut changes = vec![appointed.put(unit, Condition::Missing)?];
    match displaced(house, unit, &appointed.id).await? {
        None => changes.push(account.put()?),
        Some((before, there)) => {
            changes.push(account.replace(&before)?);
            changes.extend(there.displaced(&author, &before)?);
        }
    }
    changes.extend(unit_log::note(&author, Deed::AdministratorAppointed, subject)?);
    let required = appointed.department.as_ref().map(|department| {
        changes.push(units::require_department(unit, department));
        changes.len() - 1
    });
    changes.extend(count_chief(unit, false, appointed.is_acting_chief()));
    // A unit that is being merged into another one has none to appoint.
    changes.extend(units::require_open(unit));
    match house.table.transact(changes).await {
        Ok(()) => Ok(appointed.row()),
        Err(NotDone::Condition(position)) if Some(position) == required => Err(department_gone()),
        Err(NotDone::Condition(_)) if unit_log::was_done(house, unit, &visit.repeat, subject).await? => {
            Ok(administrators::find(house, unit, &appointed.id).await?.ok_or(Failure::NotFound)?.row())
        }
        Err(NotDone::Condition(_)) => {
            Err(wrong("taken", "这个证件号码已是管理员；如在其他单位任管理员，须先由该单位删除".to_owned()))
        }
        Err(other) => Err(other.into()),
    }
}

/// The office that somebody holds in a unit that nobody has verified: it does not keep a verified unit from appointing them.
/// Anybody can sign a unit up and appoint whom they like in it.
async fn displaced(house: &House, unit: &UnitId, id: &AccountId) -> Result<Option<(Account, Administrator)>, Failure> {
    let Some(account) = accounts::find(house, id).await? else { return Ok(None) };
    let Some(elsewhere) = account.scope.as_ref().map(|scope| scope.unit.clone()).filter(|other| other != unit) else {
        return Ok(None);
    };
    let is_verified = async |unit| Ok::<_, Failure>(units::find(house, unit).await?.is_some_and(|unit| unit.verified));
    if !is_verified(unit).await? || is_verified(&elsewhere).await? {
        return Ok(None);
    }
    let there = administrators::find(house, &elsewhere, id).await?;
    Ok(there.map(|there| (account, there)))
}

fn wrong(code: &'static str, message: String) -> Failure {
    let mut errors = FieldErrors::default();
    errors.push("identity_number", code, message);
    Failure::Invalid(errors)
}
