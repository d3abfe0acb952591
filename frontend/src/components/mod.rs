//! The pieces that pages are made of. Functions that give back [`AnyView`](leptos::prelude::AnyView): a generic component
//! would be compiled once more for every use, and every kilobyte is paid for by a phone.

pub mod add_unit;
pub mod batch_report;
pub mod copy_button;
pub mod dialog;
pub mod dialog_actions;
pub mod error_summary;
pub mod evidence;
pub mod export;
pub mod failure;
pub mod field;
pub mod figures;
pub mod file_chooser;
pub mod heading;
pub mod live_region;
pub mod loaded;
pub mod other_account;
pub mod pager;
pub mod password;
pub mod progress_ring;
pub mod region_tree;
pub mod reopen_session;
pub mod segmented;
pub mod status_chip;
pub mod tabs;
pub mod timeline;
pub mod unit_picker;
pub mod windowed;
