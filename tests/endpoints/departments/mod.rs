use domain::contract::ListUnitDepartments;
use domain::contract::unit_management::{DepartmentRow, ListUnitDepartmentsRequest};
use domain::unit::DepartmentForm;
use tests::Browser;

mod create_department;
mod delete_department;
mod list_unit_departments;
mod update_department;

fn form(name: &str) -> DepartmentForm {
    DepartmentForm { name: name.to_owned(), remarks: "行政楼三层".to_owned() }
}

async fn all(browser: &Browser<'_>) -> Vec<DepartmentRow> {
    browser.call::<ListUnitDepartments>(&ListUnitDepartmentsRequest {}).await.expect("the departments").departments
}
