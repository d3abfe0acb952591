//! One unit as an operator decides upon it.

use domain::contract::directory::{FoundUnit, UnitAccountStanding, UnitCard};
use domain::id::{AccountId, UnitId};
use domain::permission::{Role, Scope};

use crate::house::House;
use crate::http::failure::Failure;
use crate::store::accounts::{self, Account};
use crate::store::units::{self, Unit};
use crate::store::{administrators, people};

/// People that are counted at most.
const COUNTED_MAX: usize = 200;

/// A unit of the directory as it is now. 其他单位 is none.
pub async fn find_listed(house: &House, id: &UnitId) -> Result<Unit, Failure> {
    let unit = units::find_now(house, id).await?;
    unit.filter(|unit| unit.credit_code.is_some()).ok_or(Failure::NotFound)
}

/// The id of the unit's own account, whether there is one or not.
pub fn account_id(house: &House, unit: &Unit) -> Result<AccountId, Failure> {
    let code = unit.credit_code.as_ref().ok_or(Failure::NotFound)?;
    Ok(house.vault.account_id(Role::Unit, code.as_str()))
}

/// The unit's own account, if it has one.
pub async fn own_account(house: &House, unit: &Unit) -> Result<Option<Account>, Failure> {
    accounts::find(house, &account_id(house, unit)?).await
}

/// With what an operator decides upon.
pub async fn unit_card(house: &House, unit: Unit) -> Result<UnitCard, Failure> {
    let account = match own_account(house, &unit).await? {
        None => UnitAccountStanding::None,
        Some(account) if account.unconfirmed => UnitAccountStanding::Unconfirmed,
        Some(_) => UnitAccountStanding::Confirmed,
    };
    let scope = Scope { unit: unit.id.clone(), department: None };
    let (people, more) = people::page(house, &scope, "", None, COUNTED_MAX, |_| true).await?;
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let (mut merging_into, mut merged_into) = (None, None);
    if let Some(merged) = &unit.merged_into {
        let other = units::find(house, &merged.unit).await?.as_ref().map(found).transpose()?;
        *if merged.done { &mut merged_into } else { &mut merging_into } = other;
    }
    let contact = unit.contact.as_ref();
    Ok(UnitCard {
        unit: found(&unit)?,
        version: unit.version,
        contact_name: contact.map(|contact| contact.name.clone()).unwrap_or_default(),
        contact_mobile_masked: contact.map(|contact| contact.mobile_masked.clone()).unwrap_or_default(),
        account,
        administrators: administrators::all(house, &unit.id).await?.into_iter().map(|one| one.name).collect(),
        departments: count(units::departments(house, &unit.id).await?.len()),
        people: count(people.len()),
        people_more: more.is_some(),
        merging_into,
        merged_into,
    })
}

fn found(unit: &Unit) -> Result<FoundUnit, Failure> {
    Ok(FoundUnit {
        id: unit.id.clone(),
        name: unit.name.clone(),
        credit_code: unit.credit_code.clone().ok_or(Failure::NotFound)?,
        region: unit.region.ok_or_else(|| Failure::internal("a listed unit without a region"))?,
        supervising: unit.supervising,
        verified: unit.verified,
        disabled: unit.disabled,
    })
}
