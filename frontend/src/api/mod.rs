//! The only way to the functions: requests typed after the endpoint table, and words for what goes wrong on the way.

pub mod caller;
pub mod client;
pub mod error;
pub mod idempotency;
pub mod queries;

pub use client::{call, call_keyed, call_quietly};
pub use error::CallError;
