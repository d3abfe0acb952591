pub mod change_unit;
pub mod decide_unit_account;
pub mod find_units;
pub mod import_units;
pub mod merge_units;
pub mod read_listed_unit;
pub mod reset_unit_password;
pub mod seal_directory;
mod unit_card;
