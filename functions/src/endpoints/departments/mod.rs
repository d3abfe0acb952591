pub mod create_department;
pub mod delete_department;
pub mod list_unit_departments;
mod occupants;
mod same_name;
pub mod update_department;
