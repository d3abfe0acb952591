//! What several apps show.

pub mod addresses;
pub mod import;
pub mod registrations;
pub mod sign_in;
pub mod units;
