//! What a page holds while it is open: what it reads, what it does, lists, choices.

pub mod mutation;
pub mod on_change;
pub mod page_life;
pub mod paged;
pub mod query;
pub mod selection;
