//! What is shipped: routes, menu and main of each app.

pub mod account;
pub mod frame;
pub mod menu;
pub mod operator;
pub mod panel_menu;
pub mod professional;
pub mod professional_menu;
pub mod unit;
