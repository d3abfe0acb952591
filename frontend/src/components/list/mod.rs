//! Lists, loaded and shown.

pub mod figures;
pub mod loaded;
pub mod pager;
pub mod windowed;
