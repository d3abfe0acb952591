//! What is told of what happens.

pub mod batch_report;
pub mod copy_button;
pub mod export;
pub mod failure;
pub mod live_region;
pub mod progress_ring;
