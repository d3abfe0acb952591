//! One module for each screen, by role.

pub mod change_password;
pub mod frame;
pub mod importing;
pub mod me;
pub mod own_menu;
pub mod professional;
pub mod registering;
pub mod sign_in;
pub mod unit;
pub mod year_progress;
