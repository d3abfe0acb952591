//! What stands in for AWS on one machine.

pub mod attachment_store;
pub mod engine;

#[cfg(test)]
mod scratch;
