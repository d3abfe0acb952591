mod create_registration;
mod delete_registrations;
mod list_registrations;
mod read_registration;
mod read_totals;
mod submit_registrations;
mod update_registration;
mod withdraw_registrations;
