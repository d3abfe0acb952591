//! The parts of a page.

pub mod heading;
pub mod missing;
pub mod status_chip;
pub mod tabs;
pub mod timeline;
