pub mod change_unit;
pub mod compact_directory;
pub mod decide_unit_account;
pub mod find_units;
pub mod import_units;
pub mod merge_units;
pub mod read_listed_unit;
pub mod reset_unit_password;
