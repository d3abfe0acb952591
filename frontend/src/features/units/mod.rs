//! Units: to choose one, to add one.

pub mod add_unit;
pub mod picker;
pub mod recent;
pub mod region_tree;
