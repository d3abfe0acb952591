pub mod approve_registrations;
pub mod delete_reviewed;
pub mod read_overview;
pub mod reject_registrations;
pub mod reveal_identity;
mod search;
pub mod search_pending;
pub mod search_results;
