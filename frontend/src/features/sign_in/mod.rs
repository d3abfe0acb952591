//! Coming in, staying in, going out.

pub mod change_password;
pub mod other_account;
pub mod page;
pub mod recent_sign_ins;
pub mod reopen_session;
pub mod sign_out;
