//! The screens of registering.

pub mod registration_detail;
pub mod registration_form;
pub mod registrations;
