mod approve_registrations;
mod delete_reviewed;
mod read_overview;
mod reject_registrations;
mod reveal_identity;
mod search_pending;
mod search_results;
