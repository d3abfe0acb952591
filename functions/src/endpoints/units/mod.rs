pub mod create_unit;
pub mod list_departments;
pub mod read_unit;
pub mod search_units;
pub mod update_unit;
