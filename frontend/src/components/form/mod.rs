//! Fields, their mistakes, and how a form is judged.

pub mod check;
pub mod error_summary;
pub mod field;
pub mod file_chooser;
pub mod password;
pub mod save_form;
pub mod segmented;
