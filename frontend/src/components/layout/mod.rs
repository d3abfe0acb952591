//! How a page comes up.

pub mod deferred;
