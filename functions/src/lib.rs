//! The endpoints of xueshi: one handler each, under [`endpoints`].
//!
//! A request's way is a straight line: [`http`] finds the row of the endpoint table, the caller and the parsed request;
//! the handler decides with the rules of `domain`; [`store`] reads and changes the table. Lambda and the one-machine
//! server run the very same handlers.

pub mod app;
pub mod audit;
pub mod clock;
pub mod crypto;
pub mod endpoints;
pub mod error;
pub mod http;
pub mod idempotency;
pub mod runtime;
pub mod store;
pub mod use_cases;
