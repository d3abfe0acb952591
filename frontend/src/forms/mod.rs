//! What forms decide, apart from how they look.

pub mod check;
