use domain::contract::people::{PersonMoved, TransferPersonRequest};
use domain::field_errors::FieldErrors;
use domain::permission::Scope;

use crate::http::Visit;
use crate::http::caller::Chief;
use crate::http::failure::Failure;
use crate::relocate::{Destination, relocate};
use crate::store::units;

pub async fn room(
    visit: Visit<'_>,
    Chief(caller): Chief,
    request: TransferPersonRequest,
) -> Result<PersonMoved, Failure> {
    let house = visit.house;
    let mut errors = FieldErrors::default();
    let unit = units::find_open(house, &request.unit, &mut errors).await?;
    if request.unit == caller.scope.unit {
        errors.push("unit", "same", "这就是本单位，请选择调入的单位");
    }
    errors.finish(|| ())?;
    let name = unit.map(|unit| unit.name).unwrap_or_default();
    let scope = Scope { unit: request.unit, department: None };
    let to = Destination { scope, name: name.clone(), unit_name: Some(name) };
    let relocated = relocate(house, &caller.author(&visit), &request.person, &to).await?;
    Ok(PersonMoved { id: request.person, refusal: None, pending: relocated.pending })
}
