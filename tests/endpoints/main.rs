//! Every endpoint through the real router, on the embedded engine. One file per endpoint, mirroring `functions`.

mod accounts;
mod architecture;
mod attachments;
mod authorization;
mod coverage;
mod races;
mod registrations;
mod request_units;
mod requests;
mod reviews;
mod units;
