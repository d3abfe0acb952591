//! What screens are made of. No component calls an endpoint.

pub mod dialog;
pub mod feedback;
pub mod form;
pub mod layout;
pub mod list;
pub mod page;
