//! The first page of an app, part by part.

use std::cell::Cell;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use leptos::prelude::{AnyView, Get, IntoAny, RwSignal, Set, set_timeout, untrack};

thread_local! {
    /// Parts that are still to be made. None once the first page stands.
    static WAITING: Cell<Option<u32>> = const { Cell::new(Some(0)) };
}

/// While an app starts, makes `content` in a task of its own, after the parts that were asked for before: the browser
/// paints and takes presses in between. Once the first page stands, everything is made at once.
///
/// Parts have to follow each other down the page, so that none is pushed aside by one that comes later.
pub fn deferred(content: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    let Some(part) = Part::of_first_page() else { return content() };
    let turn = RwSignal::new(false);
    set_timeout(move || _ = turn.try_set(true), Duration::ZERO);
    let waiting = Arc::new(Mutex::new(Some((content, part))));
    (move || {
        let due = if turn.get() { waiting.lock().ok().and_then(|mut waiting| waiting.take()) } else { None };
        due.map(|(content, _part)| untrack(content))
    })
    .into_any()
}

/// A part that waits for its turn, until it has been made or is not wanted any more.
struct Part;

impl Part {
    fn of_first_page() -> Option<Self> {
        WAITING.set(Some(WAITING.get()? + 1));
        Some(Self)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        WAITING.set(WAITING.get().map(|waiting| waiting.saturating_sub(1)).filter(|left| *left > 0));
    }
}
