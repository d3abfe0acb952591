//! Every endpoint through the real router, on the embedded engine. One file per endpoint, mirroring `functions`.

mod accounts;
mod administrators;
mod architecture;
mod attachments;
mod authorization;
mod certificates;
mod completions;
mod coverage;
mod departments;
mod drafts;
mod instants;
mod messages;
mod people;
mod races;
mod registrations;
mod request_units;
mod requests;
mod reviews;
mod template;
mod totals;
mod units;
mod windows;
