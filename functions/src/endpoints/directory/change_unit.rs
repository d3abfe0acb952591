use domain::contract::directory::{ChangeUnitRequest, UnitCard};
use domain::deed::Deed;

use super::unit_card::{account_id, find_listed, own_account, unit_card};
use crate::house::House;
use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::table::NotDone;
use crate::store::units::{self, Unit};
use crate::store::{accounts, administrators, directory, unit_log};

pub async fn room(visit: Visit<'_>, caller: Operator, request: ChangeUnitRequest) -> Result<UnitCard, Failure> {
    let house = visit.house;
    let form = request.form.parse()?;
    let author = caller.author(&visit);
    let subject = request.id.as_str();
    let before = find_listed(house, &request.id).await?;
    if let Some((code, message)) = refusal(house, &before, form.disabled).await? {
        return Err(Failure::Conflict { code, message });
    }
    let after = Unit {
        version: request.version + 1,
        name: form.name,
        region: Some(form.region),
        verified: form.verified,
        supervising: form.supervising,
        disabled: form.disabled,
        ..before.clone()
    };
    let mut changes = vec![after.replace()?];
    changes.extend(unit_log::note_of(&after.id, &author, deed(&before, &after), subject)?);
    if let Some(listed) = after.listed() {
        changes.push(directory::list(author.at, &listed)?);
    }
    if after.name != before.name
        && let Some(account) = own_account(house, &before).await?
    {
        changes.push(accounts::rename(&account.id, &after.name));
    }
    let changed = match house.table.transact(changes).await {
        Ok(()) => after,
        Err(NotDone::Condition(_)) if unit_log::was_done(house, &author.scope.unit, &visit.repeat, subject).await? => {
            before
        }
        Err(NotDone::Condition(_)) => {
            return Err(Failure::Conflict {
                code: "changed_meanwhile",
                message: "这个单位的信息刚在别处修改过，请刷新后再试".to_owned(),
            });
        }
        Err(other) => return Err(other.into()),
    };
    if changed.disabled {
        end_sessions(house, &changed).await?;
    }
    unit_card(house, changed).await
}

/// Why a unit may not be changed now.
async fn refusal(house: &House, unit: &Unit, disabled: bool) -> Result<Option<(&'static str, String)>, Failure> {
    if unit.merged_into.is_some() {
        return units::closed(house, unit).await;
    }
    let is_awaited = unit.receiving > 0 && disabled;
    Ok(is_awaited.then(|| ("receiving", "正有其他单位并入这个单位，请先完成合并再停用".to_owned())))
}

/// What the log calls it.
fn deed(before: &Unit, after: &Unit) -> Deed {
    match (before.disabled, after.disabled) {
        (false, true) => Deed::UnitDisabled,
        (true, false) => Deed::UnitEnabled,
        _ if !before.verified && after.verified => Deed::UnitVerified,
        _ => Deed::UnitCorrected,
    }
}

/// Ends what was open for who serves the unit. From the transaction before on nobody begins another session, so nobody is
/// overlooked; if this is interrupted, the same request again does it from the beginning.
async fn end_sessions(house: &House, unit: &Unit) -> Result<(), Failure> {
    accounts::end_sessions(house, &account_id(house, unit)?).await?;
    for administrator in administrators::all(house, &unit.id).await? {
        accounts::end_sessions(house, &administrator.id).await?;
    }
    Ok(())
}
