//! The first page of an app, part by part.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::{Get, RwSignal, Set, set_timeout, untrack};

use super::dynamic::dynamic;
use super::{AnyView, IntoView};

thread_local! {
    /// Parts that are still to be made. None once the first page stands.
    static WAITING: Cell<Option<u32>> = const { Cell::new(Some(0)) };
}

/// While an app starts, makes `content` in a task of its own, after the parts that were asked for before: the browser
/// paints and takes presses in between. Once the first page stands, everything is made at once.
///
/// Parts have to follow each other down the page, so that none is pushed aside by one that comes later.
pub fn in_turn(content: impl FnOnce() -> AnyView + 'static) -> AnyView {
    let Some(waiting) = WAITING.get() else { return content() };
    WAITING.set(Some(waiting + 1));
    let turn = RwSignal::new(false);
    set_timeout(move || _ = turn.try_set(true), Duration::ZERO);
    let mut content = Some(content);
    dynamic(Box::new(move || {
        if !turn.get() {
            return ().into_any();
        }
        let made = content.take().map_or_else(|| ().into_any(), |content| untrack(content));
        let left = WAITING.get().map_or(0, |waiting| waiting.saturating_sub(1));
        WAITING.set((left > 0).then_some(left));
        made
    }))
}
