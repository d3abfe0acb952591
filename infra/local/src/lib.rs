//! What stands in for AWS on one machine.

pub mod attachment_store;
pub mod audit;
pub mod backup;
mod console;
pub mod data_directory;
pub mod engine;
pub mod lambda;
pub mod machine;
pub mod operator;
pub mod options;
pub mod province;
pub mod seed;
pub mod server;
pub mod start;

#[cfg(test)]
mod scratch;
