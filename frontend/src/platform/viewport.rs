//! Whether there is room for tables and a sidebar, or for one column under a thumb.

use std::cell::OnceCell;

use crate::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The same measure as in the styles. Lists are built for one or the other, because hidden rows cost a phone as much as
/// shown ones.
const WIDE: &str = "(min-width: 60rem)";

thread_local! {
    static IS_WIDE: OnceCell<ArcRwSignal<bool>> = const { OnceCell::new() };
}

/// Whether the window is wide; tracks.
pub fn is_wide() -> bool {
    IS_WIDE.with(|cell| cell.get_or_init(watch).clone()).get()
}

fn watch() -> ArcRwSignal<bool> {
    let Ok(Some(query)) = window().match_media(WIDE) else { return ArcRwSignal::new(false) };
    let wide = ArcRwSignal::new(query.matches());
    let (watched, signal) = (query.clone(), wide.clone());
    let on_change = Closure::<dyn Fn()>::new(move || signal.set(watched.matches()));
    let _ = query.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref());
    on_change.forget();
    wide
}
