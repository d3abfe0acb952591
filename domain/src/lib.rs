//! The rules of xueshi (学时): registering, reviewing and counting continuing-education hours.
//!
//! Everything here is pure: no I/O, no clock, no HTTP. The browser and the functions run the very same code,
//! so that a mistake is worded once and judged once.

pub mod account;
pub mod administrator;
pub mod audit_event;
pub mod category;
pub mod certificate;
pub mod completion;
pub mod contract;
pub mod credit_code;
pub mod field_errors;
pub mod folding;
pub mod hours;
pub mod id;
pub mod identity;
pub mod import;
pub mod limits;
pub mod mobile;
pub mod operator;
pub mod permission;
pub mod region;
pub mod registration;
pub mod review;
pub mod timestamp;
pub mod totals;
pub mod unit;
pub mod window;
