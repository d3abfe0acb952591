mod create_unit;
mod list_departments;
mod read_unit;
mod search_units;
mod update_unit;
