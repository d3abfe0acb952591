//! What forms decide, apart from how they look.

pub mod check;
pub mod half_days;
pub mod registration_draft;
