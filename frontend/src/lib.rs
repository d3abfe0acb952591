//! The browser apps of xueshi (学时): two for professionals, one for units, one for who runs the platform.
//!
//! Pages are thin: what they show is derived from signals, what they decide lies in plain functions of [`forms`] and in
//! `domain`. [`api`] is the only way to the functions, and the endpoint table in `domain::contract` says what travels.

pub mod api;
pub mod apps;
pub mod components;
pub mod drafts;
pub mod features;
pub mod pages;
pub mod platform;
pub mod session;
pub mod state;

/// What nearly every module of the apps needs: Leptos's own prelude, and the one helper of ours.
pub mod prelude {
    pub use leptos::prelude::*;

    pub use crate::state::on_change::on_change;
}

use std::time::Duration;

use leptos::mount::mount_to;
use wasm_bindgen::JsCast;

use crate::platform::{location, text_size};
use crate::prelude::*;

/// Puts an app in the place of the page's skeleton: as a task of its own, so that a press or a scroll need not wait for the
/// program to be made and started in one.
pub fn start(app: fn() -> AnyView) {
    set_timeout(move || mount(app), Duration::ZERO);
}

fn mount(app: fn() -> AnyView) {
    text_size::apply();
    location::listen();
    platform::autofill::listen();
    let place = document().get_element_by_id("app").expect("the page has a place for the app");
    place.set_text_content(None);
    mount_to(place.unchecked_into(), app).forget();
}
