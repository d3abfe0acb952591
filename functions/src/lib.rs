//! The endpoints of xueshi: one room each, under [`endpoints`].
//!
//! A request's way is a straight line: [`http`] finds the row of the endpoint table, the caller and the parsed request;
//! the room decides with the rules of `domain`; [`store`] reads and changes the table. Lambda and the one-machine
//! server run the very same rooms.

pub mod act;
pub mod attachment_store;
pub mod audit;
pub mod aws;
pub mod clock;
pub mod commands;
pub mod delivering;
pub mod endpoints;
pub mod house;
pub mod http;
pub mod importing;
pub mod lambda;
pub mod listing;
pub mod merge;
pub mod merge_units;
pub mod passwords;
pub mod relocate;
pub mod settings;
pub mod store;
pub mod totp;
pub mod vault;
