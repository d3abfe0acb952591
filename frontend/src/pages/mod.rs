//! The screens, by app.

pub mod account;
pub mod operator;
pub mod professional;
pub mod unit;
