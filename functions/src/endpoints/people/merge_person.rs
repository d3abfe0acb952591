use domain::contract::people::{MergePersonRequest, PersonMerged};
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;

use crate::http::Visit;
use crate::http::caller::Chief;
use crate::http::failure::Failure;
use crate::merge::merge;

pub async fn room(
    visit: Visit<'_>,
    Chief(caller): Chief,
    request: MergePersonRequest,
) -> Result<PersonMerged, Failure> {
    let house = visit.house;
    let mut errors = FieldErrors::default();
    let today = house.clock.now().date();
    let right = errors.keep("identity_number", IdentityNumber::parse(&request.identity_number, today));
    let right = errors.finish(|| right.expect("no mistake was noted"))?;
    let merged = merge(house, &caller.author(&visit), &request.person, &right).await?;
    Ok(PersonMerged { row: merged.person.row(), registrations: merged.registrations, not_counted: merged.not_counted })
}
