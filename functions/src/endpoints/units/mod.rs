pub mod create_unit;
pub mod list_departments;
pub mod search_units;
