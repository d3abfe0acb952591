//! What the cloud is told of the endpoint table: a function, a route and a role per row.
//!
//! [`policy`] says what a row's function may do, [`template`] writes it into `infra/template.yaml`. `cargo xtask
//! template` calls it; tests hold the file in the repository and the calls of the endpoints against it. [`cost`] computes
//! what the cloud is paid.

pub mod cost;
pub mod policy;
pub mod template;
