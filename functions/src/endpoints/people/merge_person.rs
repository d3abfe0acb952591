use domain::contract::people::{MergePersonRequest, PersonMerged};
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::Chief;
use crate::use_cases::merge_people::merge;

pub async fn handle(
    cx: RequestContext<'_>,
    Chief(caller): Chief,
    request: MergePersonRequest,
) -> Result<PersonMerged, Error> {
    let app = cx.app;
    let mut errors = FieldErrors::default();
    let today = app.clock.now().date();
    let right = errors.keep("identity_number", IdentityNumber::parse(&request.identity_number, today));
    let right = errors.finish(|| right.expect("no mistake was noted"))?;
    let merged = merge(app, &caller.author(&cx), &request.person, &right).await?;
    Ok(PersonMerged { row: merged.person.row(), registrations: merged.registrations, not_counted: merged.not_counted })
}
