//! Whom a unit registers for: found by the identity number, or recorded with it.

use domain::account::person_name;
use domain::field_errors::FieldErrors;
use domain::folding::is_same_name;
use domain::identity::IdentityNumber;
use domain::permission::Scope;

use crate::app::App;
use crate::error::Error;
use crate::store::people::{self, Person};
use crate::store::table::Change;
use crate::store::units::{self, UNVERIFIED, Unit};

/// A person of the scope.
pub struct Subject {
    pub person: Person,
    /// Nobody was known by the number: the person is to be stored with the registration.
    pub is_new: bool,
}

impl Subject {
    /// What storing a registration for them changes besides.
    pub fn changes(&self) -> Result<Vec<Change>, Error> {
        if !self.is_new {
            return Ok(Vec::new());
        }
        Ok([self.person.put()?].into_iter().chain(units::require_open(&self.person.employer.unit)).collect())
    }
}

/// Finds the person of a number or makes one at home in the scope, which is of `unit`. Mistakes go to `errors`.
pub async fn find(
    app: &App,
    unit: &Unit,
    scope: &Scope,
    identity_number: &str,
    name: &str,
    errors: &mut FieldErrors,
) -> Result<Option<Subject>, Error> {
    let identity = IdentityNumber::parse(identity_number, app.clock.now().date());
    let identity = errors.keep("identity_number", identity);
    let name = errors.keep("name", person_name(name));
    let (Some(identity), Some(name)) = (identity, name) else { return Ok(None) };
    match people::find(app, &app.vault.person_id(&identity)).await? {
        None if !unit.verified => {
            errors.push("identity_number", "unit_unverified", UNVERIFIED);
            Ok(None)
        }
        None => {
            let person = Person::new(&app.vault, name, &identity, None, scope.clone());
            Ok(Some(Subject { person, is_new: true }))
        }
        Some(person) if !scope.covers(&person.employer) => {
            errors.push("identity_number", "elsewhere", ELSEWHERE);
            Ok(None)
        }
        Some(person) if !is_same_name(&person.name, &name) => {
            errors.push("name", "other_name", format!("这个证件号码登记的姓名是“{}”，请核对", person.name));
            Ok(None)
        }
        Some(person) => Ok(Some(Subject { person, is_new: false })),
    }
}

/// Said of a person of another unit or department, without telling who or where they are.
pub const ELSEWHERE: &str = "这个证件号码的人员不在您的管理范围内，请核对号码，或请其所在单位、部门登记";
