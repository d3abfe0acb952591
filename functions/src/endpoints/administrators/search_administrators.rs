use domain::contract::unit_management::{AdministratorRows, SearchAdministratorsRequest};
use domain::field_errors::FieldErrors;
use domain::folding;
use domain::identity::IdentityNumber;
use domain::permission::Role;

use crate::error::Error;
use crate::http::RequestContext;
use crate::http::caller::UnitAccount;
use crate::store::administrators::{self, Administrator};

pub async fn handle(
    cx: RequestContext<'_>,
    caller: UnitAccount,
    request: SearchAdministratorsRequest,
) -> Result<AdministratorRows, Error> {
    let app = cx.app;
    let mut errors = FieldErrors::default();
    let typed = request.identity_number.trim();
    let wanted = if typed.is_empty() {
        None
    } else {
        let today = app.clock.now().date();
        errors.keep("identity_number", IdentityNumber::parse(typed, today)).map(|number| number.lookup_form())
    };
    errors.finish(|| ())?;
    let wanted = wanted.map(|number| app.vault.account_id(Role::Administrator, &number));
    let name = folding::search(&request.name);
    let mut found = administrators::all(app, &caller.unit).await?;
    found.retain(|one| {
        folding::search(&one.name).contains(&name) && wanted.as_ref().is_none_or(|wanted| *wanted == one.id)
    });
    found.sort_by(|a, b| (a.department.is_some(), &a.name, &a.id).cmp(&(b.department.is_some(), &b.name, &b.id)));
    Ok(AdministratorRows { administrators: found.into_iter().map(Administrator::row).collect() })
}
