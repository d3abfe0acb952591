mod change_unit;
mod compact_directory;
mod decide_unit_account;
mod find_units;
mod import_units;
mod merge_units;
mod read_listed_unit;
mod reset_unit_password;
