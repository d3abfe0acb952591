use std::collections::HashMap;

use domain::contract::directory::{ImportUnitsRequest, ImportUnitsResponse, UnitImportOutcome};
use domain::field_errors::FieldErrors;
use domain::id::UnitId;
use domain::limits::UNITS_PER_REQUEST;
use domain::unit::NewUnit;

use super::unit_card::own_account;
use crate::house::House;
use crate::http::Visit;
use crate::http::caller::Operator;
use crate::http::failure::Failure;
use crate::store::accounts;
use crate::store::directory::{self, Listed};
use crate::store::table::{Change, NotDone};
use crate::store::unit_log::{self, Author};
use crate::store::units::{self, Unit};

/// Times that one row is judged anew because somebody else changed its unit.
const RACES_MAX: u32 = 3;

pub async fn room(
    visit: Visit<'_>,
    caller: Operator,
    request: ImportUnitsRequest,
) -> Result<ImportUnitsResponse, Failure> {
    let house = visit.house;
    if request.rows.is_empty() || request.rows.len() > UNITS_PER_REQUEST {
        return Err(refused("rows", "out_of_range", format!("一次导入 1 到 {UNITS_PER_REQUEST} 行")).into());
    }
    let rows: Vec<Result<NewUnit, FieldErrors>> = request.rows.iter().map(|row| row.parse()).collect();
    let ids: Vec<UnitId> = rows.iter().flatten().map(|row| UnitId::of(&row.credit_code)).collect();
    let known = units::find_all(house, &ids).await?;
    let author = caller.author(&visit);
    let mut earlier: HashMap<UnitId, (usize, NewUnit)> = HashMap::new();
    let mut results = Vec::with_capacity(rows.len());
    for (position, row) in rows.into_iter().enumerate() {
        results.push(match row {
            Err(fields) => UnitImportOutcome::Refused { fields },
            Ok(row) => {
                let id = UnitId::of(&row.credit_code);
                match earlier.get(&id) {
                    Some((_, same)) if *same == row => UnitImportOutcome::AlreadyThere,
                    Some((first, _)) => UnitImportOutcome::Refused {
                        fields: refused("credit_code", "twice", format!("与第 {} 行的代码相同,内容不同", first + 1)),
                    },
                    None => {
                        let outcome = store(house, &author, known.get(&id).cloned(), &row).await?;
                        earlier.insert(id, (position, row));
                        outcome
                    }
                }
            }
        });
    }
    Ok(ImportUnitsResponse { results })
}

/// Makes the directory say what a row says, in one transaction.
async fn store(
    house: &House,
    author: &Author<'_>,
    mut before: Option<Unit>,
    row: &NewUnit,
) -> Result<UnitImportOutcome, Failure> {
    let id = UnitId::of(&row.credit_code);
    for _ in 0..RACES_MAX {
        let (after, mut changes, outcome) = match before {
            None => {
                let unit = Unit::new(&listed(row), author.repeat.key()?.as_str().to_owned());
                let put = unit.put()?;
                (unit, vec![put], UnitImportOutcome::Added)
            }
            Some(unit) if unit.merged_into.is_some() => {
                let (_, message) = units::closed(house, &unit).await?.unwrap_or_default();
                return Ok(UnitImportOutcome::Refused { fields: refused("credit_code", "merged", message) });
            }
            Some(unit) if unit.verified && unit.name == row.name && unit.region == Some(row.region) => {
                return Ok(UnitImportOutcome::AlreadyThere);
            }
            Some(unit) => changed(house, unit, row).await?,
        };
        changes.extend(after.listed().map(|listed| directory::list(author.at, &listed)).transpose()?);
        changes.extend(unit_log::note(author, "unit_imported", id.as_str())?);
        match house.table.transact(changes).await {
            Ok(()) => return Ok(outcome),
            // This very request has done it before, or somebody else has just changed the unit.
            Err(NotDone::Condition(_)) => {
                unit_log::was_done(house, &author.scope.unit, author.repeat, id.as_str()).await?;
                before = units::find_now(house, &id).await?;
            }
            Err(NotDone::Failure(failure)) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

async fn changed(
    house: &House,
    before: Unit,
    row: &NewUnit,
) -> Result<(Unit, Vec<Change>, UnitImportOutcome), Failure> {
    let mut changes = Vec::new();
    if before.name != row.name
        && let Some(account) = own_account(house, &before).await?
    {
        changes.push(accounts::rename(&account.id, &row.name));
    }
    let (name, region) = (row.name.clone(), Some(row.region));
    let after = Unit { version: before.version + 1, name, region, verified: true, ..before };
    changes.push(after.replace()?);
    Ok((after, changes, UnitImportOutcome::Changed))
}

fn listed(row: &NewUnit) -> Listed {
    let NewUnit { name, credit_code, region, .. } = row.clone();
    Listed { name, credit_code, region, supervising: false, verified: true, disabled: false }
}

fn refused(path: &'static str, code: &'static str, message: String) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.push(path, code, message);
    errors
}
