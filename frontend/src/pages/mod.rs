//! One module for each screen, by role.

pub mod change_password;
pub mod frame;
pub mod importing;
pub mod me;
pub mod operator;
pub mod own_menu;
pub mod panel_menu;
pub mod professional;
pub mod recent_sign_ins;
pub mod registering;
pub mod sign_in;
pub mod sign_out;
pub mod unit;
pub mod year_progress;
pub mod year_windows;
