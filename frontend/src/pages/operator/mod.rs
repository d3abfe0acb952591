//! The screens of who runs the platform.

pub mod account;
pub mod audit;
pub mod overview;
pub mod platforms;
pub mod rules;
pub mod sign_in;
pub mod units;
pub mod windows;
