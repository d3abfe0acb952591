//! What is typed and not sent.

pub mod decisions;
pub mod half_days;
pub mod kept;
pub mod on_device;
pub mod open_draft;
pub mod registration_draft;
