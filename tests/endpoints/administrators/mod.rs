use domain::administrator::AdministratorForm;
use domain::contract::SearchAdministrators;
use domain::contract::unit_management::{AdministratorRow, SearchAdministratorsRequest};
use domain::id::DepartmentId;
use tests::Browser;
use tests::fixtures::identity;

mod create_administrator;
mod delete_administrator;
mod reset_administrator_password;
mod search_administrators;
mod update_administrator;

/// The `n`-th of a made-up series as a chief who may sign in, or a department's administrator.
fn form(n: u32, name: &str, department: Option<DepartmentId>) -> AdministratorForm {
    AdministratorForm {
        identity_number: identity(n).expose().to_owned(),
        name: name.to_owned(),
        mobile: "13800138000".to_owned(),
        on_staff: true,
        department,
        may_sign_in: true,
        duties: "继续教育".to_owned(),
    }
}

async fn all(of_unit: &Browser<'_>) -> Vec<AdministratorRow> {
    let request = SearchAdministratorsRequest::default();
    of_unit.call::<SearchAdministrators>(&request).await.expect("the administrators").administrators
}
