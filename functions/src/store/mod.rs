//! The only place that knows DynamoDB.

pub mod accounts;
pub mod attachments;
pub mod directory;
pub mod history;
pub mod keys;
pub mod people;
pub mod registrations;
pub mod schema;
pub mod shelves;
pub mod table;
pub mod units;
pub mod usage;
