mod create_unit;
mod list_departments;
mod search_units;
