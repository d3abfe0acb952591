use domain::contract::units::UnitHit;
use domain::field_errors::FieldErrors;
use domain::unit::UnitForm;

use crate::http::Visit;
use crate::http::caller::Professional;
use crate::http::failure::Failure;
use crate::store::directory::{self, Listed};
use crate::store::table::NotDone;
use crate::store::units::{self, Unit};

pub async fn room(visit: Visit<'_>, _: Professional, request: UnitForm) -> Result<UnitHit, Failure> {
    let house = visit.house;
    let listed = Listed::new(request.parse()?, false);
    let key = visit.repeat.key()?.as_str();
    let unit = Unit::new(&listed, key.to_owned());
    match house.table.transact(vec![unit.put()?, directory::list(house.clock.now(), &listed)?]).await {
        Ok(()) => Ok(listed.hit()),
        Err(NotDone::Condition(_)) => {
            let existing = units::find(house, &unit.id).await?;
            match existing {
                Some(existing) if existing == unit => Ok(listed.hit()),
                Some(existing) => match units::closed(house, &existing).await? {
                    Some((code, message)) => Err(wrong(code, message)),
                    None => Err(taken(&existing.name)),
                },
                None => Err(Failure::Busy),
            }
        }
        Err(other) => Err(other.into()),
    }
}

/// The directory is public, so the name that has the code may be told.
fn taken(name: &str) -> Failure {
    wrong("taken", format!("这个代码已登记为“{name}”，请直接搜索选择"))
}

fn wrong(code: &'static str, message: String) -> Failure {
    let mut errors = FieldErrors::default();
    errors.push("credit_code", code, message);
    Failure::Invalid(errors)
}
