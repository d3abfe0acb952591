//! What stands in for AWS on one machine.

pub mod attachment_store;
pub mod data_directory;
pub mod engine;
pub mod machine;
pub mod options;
pub mod server;

#[cfg(test)]
mod scratch;
