use domain::contract::offices::{AdministratorRows, SearchAdministratorsRequest};
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;
use domain::permission::Role;

use crate::http::Visit;
use crate::http::caller::UnitAccount;
use crate::http::failure::Failure;
use crate::store::administrators::{self, Administrator};

pub async fn room(
    visit: Visit<'_>,
    caller: UnitAccount,
    request: SearchAdministratorsRequest,
) -> Result<AdministratorRows, Failure> {
    let house = visit.house;
    let mut errors = FieldErrors::default();
    let typed = request.identity_number.trim();
    let wanted = if typed.is_empty() {
        None
    } else {
        let today = house.clock.now().date();
        errors.keep("identity_number", IdentityNumber::parse(typed, today)).map(|number| number.lookup_form())
    };
    errors.finish(|| ())?;
    let wanted = wanted.map(|number| house.vault.account_id(Role::Administrator, &number));
    let name = request.name.trim();
    let mut found = administrators::all(house, &caller.unit).await?;
    found.retain(|one| one.name.contains(name) && wanted.as_ref().is_none_or(|wanted| *wanted == one.id));
    found.sort_by(|a, b| (a.department.is_some(), &a.name, &a.id).cmp(&(b.department.is_some(), &b.name, &b.id)));
    Ok(AdministratorRows { administrators: found.into_iter().map(Administrator::row).collect() })
}
