//! The screens of units.

pub mod account;
pub mod activation;
pub mod administrators;
pub mod departments;
pub mod import;
pub mod overview;
pub mod people;
pub mod profile;
pub mod registrations;
pub mod results;
pub mod review;
pub mod sign_up;
pub mod totals;
pub mod window;
