//! One unit as an operator decides upon it.

use domain::contract::directory::{FoundUnit, UnitAccountState, UnitCard};
use domain::id::{AccountId, UnitId};
use domain::permission::{Role, Scope};

use crate::app::App;
use crate::error::Error;
use crate::store::accounts::{self, Account};
use crate::store::units::{self, Unit};
use crate::store::{administrators, people};

/// People that are counted at most.
const COUNTED_MAX: usize = 200;

/// A unit of the directory as it is now. 其他单位 is none.
pub async fn find_listed(app: &App, id: &UnitId) -> Result<Unit, Error> {
    let unit = units::find_now(app, id).await?;
    unit.filter(|unit| unit.credit_code.is_some()).ok_or(Error::NotFound)
}

/// The id of the unit's own account, whether there is one or not.
pub fn account_id(app: &App, unit: &Unit) -> Result<AccountId, Error> {
    let code = unit.credit_code.as_ref().ok_or(Error::NotFound)?;
    Ok(app.vault.account_id(Role::Unit, code.as_str()))
}

/// The unit's own account, if it has one.
pub async fn own_account(app: &App, unit: &Unit) -> Result<Option<Account>, Error> {
    accounts::find(app, &account_id(app, unit)?).await
}

/// With what an operator decides upon.
pub async fn unit_card(app: &App, unit: Unit) -> Result<UnitCard, Error> {
    let account = match own_account(app, &unit).await? {
        None => UnitAccountState::None,
        Some(account) if account.unconfirmed => UnitAccountState::Unconfirmed,
        Some(_) => UnitAccountState::Confirmed,
    };
    let scope = Scope { unit: unit.id.clone(), department: None };
    let (people, more) = people::page(app, &scope, None, COUNTED_MAX, false, |_| true).await?;
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let (mut merging_into, mut merged_into) = (None, None);
    if let Some(merged) = &unit.merged_into {
        let other = units::find(app, &merged.unit).await?.as_ref().map(found).transpose()?;
        *if merged.done { &mut merged_into } else { &mut merging_into } = other;
    }
    let contact = unit.contact.as_ref();
    Ok(UnitCard {
        unit: found(&unit)?,
        version: unit.version,
        contact_name: contact.map(|contact| contact.name.clone()).unwrap_or_default(),
        contact_mobile_masked: contact.map(|contact| contact.mobile_masked.clone()).unwrap_or_default(),
        account,
        administrators: administrators::all(app, &unit.id).await?.into_iter().map(|one| one.name).collect(),
        departments: count(units::departments(app, &unit.id).await?.len()),
        people: count(people.len()),
        people_more: more.is_some(),
        merging_into,
        merged_into,
    })
}

fn found(unit: &Unit) -> Result<FoundUnit, Error> {
    Ok(FoundUnit {
        id: unit.id.clone(),
        name: unit.name.clone(),
        credit_code: unit.credit_code.clone().ok_or(Error::NotFound)?,
        region: unit.region.ok_or_else(|| Error::internal("a listed unit without a region"))?,
        supervising: unit.supervising,
        verified: unit.verified,
        disabled: unit.disabled,
    })
}
