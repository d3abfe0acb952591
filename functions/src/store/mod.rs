//! The only place that knows DynamoDB.

pub mod accounts;
pub mod attachments;
pub mod certificates;
pub mod completions;
pub mod directory;
pub mod history;
pub mod keys;
pub mod messages;
pub mod people;
pub mod platforms;
pub mod registrations;
pub mod schema;
pub mod shelves;
pub mod table;
pub mod units;
pub mod usage;
pub mod years;
