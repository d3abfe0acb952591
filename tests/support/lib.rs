//! A whole installation within one test: the real handlers on the embedded engine, in memory, with a clock that stands
//! still until the test moves it.

pub mod attachments;
pub mod audits;
pub mod browser;
pub mod calls;
pub mod fixtures;
pub mod footprints;
pub mod lambda;
pub mod operators;
pub mod platform;
pub mod rules;
pub mod scenario;
pub mod stopwatch;
pub mod two_units;
pub mod world;
pub mod years;

pub use browser::{Browser, Refused};
pub use world::World;
