//! The only place that knows DynamoDB.

pub mod accounts;
pub mod administrators;
pub mod attachments;
pub mod certificates;
pub mod completions;
pub mod directory;
pub mod drafts;
pub mod history;
pub mod keys;
pub mod load;
pub mod messages;
pub mod operators;
pub mod overviews;
pub mod people;
pub mod platforms;
pub mod registrations;
pub mod rules;
pub mod schema;
pub mod seal;
pub mod shelves;
pub mod table;
pub mod unit_log;
pub mod units;
pub mod usage;
pub mod windows;
pub mod years;
