use domain::contract::people::{PersonMoved, TransferPersonRequest};
use domain::field_errors::FieldErrors;
use domain::permission::Scope;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Chief;
use crate::store::units;
use crate::use_cases::move_person::{Destination, move_person};

pub async fn handle(
    cx: RequestContext<'_>,
    Chief(caller): Chief,
    request: TransferPersonRequest,
) -> Result<PersonMoved, Error> {
    let app = cx.app;
    let mut errors = FieldErrors::default();
    let unit = units::find_open(app, &request.unit, &mut errors).await?;
    if request.unit == caller.scope.unit {
        errors.push("unit", "same", "这就是本单位，请选择调入的单位");
    }
    errors.finish(|| ())?;
    let name = unit.map(|unit| unit.name).unwrap_or_default();
    let scope = Scope { unit: request.unit, department: None };
    let to = Destination { scope, name: name.clone(), unit_name: Some(name) };
    let moved = move_person(app, &caller.author(&cx), &request.person, &to).await?;
    Ok(PersonMoved { id: request.person, refusal: None, pending: moved.pending })
}
