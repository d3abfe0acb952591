//! Finding registrations that lie with a scope: along a partition, or by the identity number of one person.

use domain::contract::registrations::RegistrationPage;
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;
use domain::limits::LIST_ROWS_PER_PAGE;
use domain::permission::Scope;

use crate::app::App;
use crate::error::Error;
use crate::store::registrations::{self, Registration};
use crate::store::status_partitions;
use crate::store::table::Range;

/// One page along a partition.
pub async fn along_partition(
    app: &App,
    range: Range,
    cursor: Option<&str>,
    filtered: bool,
    keep: impl Fn(&Registration) -> bool,
) -> Result<RegistrationPage, Error> {
    let range = status_partitions::resume(range, cursor)?;
    let (rows, last) = registrations::page(app, range, LIST_ROWS_PER_PAGE, filtered, keep).await?;
    Ok(RegistrationPage {
        rows: rows.iter().map(Registration::row).collect(),
        next: last.as_ref().map(status_partitions::cursor),
    })
}

/// All of one person's registrations that lie within the scope; a person has few.
pub async fn of_person(
    app: &App,
    scope: &Scope,
    identity_number: &str,
    keep: impl Fn(&Registration) -> bool,
) -> Result<RegistrationPage, Error> {
    let mut errors = FieldErrors::default();
    let identity = errors.keep("identity_number", IdentityNumber::parse(identity_number, app.clock.now().date()));
    let identity = errors.finish(|| identity.expect("no mistake was noted"))?;
    let all = registrations::all_of(app, &app.vault.person_id(&identity)).await?;
    let rows = all.iter().filter(|one| scope.covers(&one.place) && keep(one)).map(Registration::row).collect();
    Ok(RegistrationPage { rows, next: None })
}
