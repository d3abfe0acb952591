//! What nearly every module of the apps needs: Leptos's own prelude, and the one helper of ours.

pub use leptos::prelude::*;

pub use crate::on_change::on_change;
