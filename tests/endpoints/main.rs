//! Every endpoint through the real router, on the embedded engine. One file per endpoint, mirroring `functions`.

mod accounts;
mod administrators;
mod architecture;
mod attachments;
mod audit;
mod authorization;
mod certificates;
mod completions;
mod coverage;
mod damages;
mod departments;
mod desk;
mod directory;
mod messages;
mod people;
mod platforms;
mod races;
mod registrations;
mod request_units;
mod requests;
mod reviews;
mod rules;
mod template;
mod totals;
mod units;
mod windows;
