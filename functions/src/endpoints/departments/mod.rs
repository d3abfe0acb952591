pub mod create_department;
pub mod delete_department;
pub mod list_unit_departments;
pub mod update_department;
