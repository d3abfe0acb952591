//! A row of 导入单位目录 on its way into the directory.

use domain::audit_event::AuditEvent;
use domain::contract::directory::UnitImportOutcome;
use domain::field_errors::FieldErrors;
use domain::id::UnitId;
use domain::unit::NewUnit;

use crate::app::App;
use crate::error::Error;
use crate::store::accounts;
use crate::store::directory::{self, DirectoryUnit};
use crate::store::table::{Change, NotDone};
use crate::store::unit_log::{self, Author};
use crate::store::units::{self, Unit};
use crate::use_cases::unit_card::own_account;

/// Times that one row is judged anew because somebody else changed its unit.
const RACES_MAX: u32 = 3;

/// Makes the directory say what a row says, in one transaction.
pub async fn list(
    app: &App,
    author: &Author<'_>,
    mut before: Option<Unit>,
    row: &NewUnit,
) -> Result<UnitImportOutcome, Error> {
    let id = UnitId::of(&row.credit_code);
    for _ in 0..RACES_MAX {
        let (after, mut changes, outcome) = match before {
            None => {
                let unit = Unit::new(&DirectoryUnit::new(row.clone(), true), author.repeat.key()?.as_str().to_owned());
                let put = unit.put()?;
                (unit, vec![put], UnitImportOutcome::Added)
            }
            Some(unit) if unit.merged_into.is_some() => {
                let (_, message) = units::closed(app, &unit).await?.unwrap_or_default();
                let mut fields = FieldErrors::default();
                fields.push("credit_code", "merged", message);
                return Ok(UnitImportOutcome::Refused { fields });
            }
            Some(unit) if unit.verified && unit.name == row.name && unit.region == Some(row.region) => {
                return Ok(UnitImportOutcome::AlreadyThere);
            }
            Some(unit) => changed(app, unit, row).await?,
        };
        changes.extend(after.listed().map(|listed| directory::list(author.at, &listed)).transpose()?);
        changes.extend(unit_log::note(author, AuditEvent::UnitImported, id.as_str())?);
        match app.table.transact(changes).await {
            Ok(()) => return Ok(outcome),
            // This very request has done it before, or somebody else has just changed the unit.
            Err(NotDone::Condition(_)) => {
                unit_log::was_done(app, &author.scope.unit, author.repeat, id.as_str()).await?;
                before = units::find_now(app, &id).await?;
            }
            Err(NotDone::Error(failure)) => return Err(failure),
        }
    }
    Err(Error::Busy)
}

async fn changed(app: &App, before: Unit, row: &NewUnit) -> Result<(Unit, Vec<Change>, UnitImportOutcome), Error> {
    let mut changes = Vec::new();
    if before.name != row.name
        && let Some(account) = own_account(app, &before).await?
    {
        changes.push(accounts::rename(&account.id, &row.name));
    }
    let (name, region) = (row.name.clone(), Some(row.region));
    let after = Unit { version: before.version + 1, name, region, verified: true, ..before };
    changes.push(after.replace()?);
    Ok((after, changes, UnitImportOutcome::Changed))
}
