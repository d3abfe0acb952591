//! What several handlers do, or what takes several transactions.

pub mod administrator_refusals;
pub mod attachment_owner;
pub mod create_operator;
pub mod deliver_completions;
pub mod department_names;
pub mod department_occupants;
pub mod evidence;
pub mod import_registrations;
pub mod import_units;
pub mod merge_people;
pub mod merge_units;
pub mod move_person;
pub mod period_overlap;
pub mod platform_window_rows;
pub mod profile_view;
pub mod registration_filter;
pub mod registration_person;
pub mod review_search;
pub mod session_view;
pub mod transition_registrations;
pub mod unit_card;
pub mod window_rows;
