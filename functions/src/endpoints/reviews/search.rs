//! Finding registrations that lie with a scope: along a shelf, or by the identity number of one person.

use domain::contract::registrations::RegistrationPage;
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;
use domain::limits::LIST_ROWS_PER_PAGE;
use domain::permission::Scope;

use crate::house::House;
use crate::http::failure::Failure;
use crate::store::registrations::{self, Registration};
use crate::store::shelves;
use crate::store::table::Range;

/// One page along a shelf.
pub async fn along_shelf(
    house: &House,
    range: Range,
    cursor: Option<&str>,
    filtered: bool,
    keep: impl Fn(&Registration) -> bool,
) -> Result<RegistrationPage, Failure> {
    let range = shelves::resume(range, cursor)?;
    let (rows, last) = registrations::page(house, range, LIST_ROWS_PER_PAGE, filtered, keep).await?;
    Ok(RegistrationPage {
        rows: rows.iter().map(Registration::row).collect(),
        next: last.as_ref().map(shelves::cursor),
    })
}

/// All of one person's registrations that lie within the scope; a person has few.
pub async fn of_person(
    house: &House,
    scope: &Scope,
    identity_number: &str,
    keep: impl Fn(&Registration) -> bool,
) -> Result<RegistrationPage, Failure> {
    let mut errors = FieldErrors::default();
    let identity = errors.keep("identity_number", IdentityNumber::parse(identity_number, house.clock.now().date()));
    let identity = errors.finish(|| identity.expect("no mistake was noted"))?;
    let all = registrations::all_of(house, &house.vault.person_id(&identity)).await?;
    let rows = all.iter().filter(|one| scope.covers(&one.place) && keep(one)).map(Registration::row).collect();
    Ok(RegistrationPage { rows, next: None })
}
