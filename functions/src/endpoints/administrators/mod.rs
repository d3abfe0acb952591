pub mod create_administrator;
pub mod delete_administrator;
pub mod reset_administrator_password;
pub mod search_administrators;
pub mod update_administrator;
