//! What happens beside the page when a value changes, and not when it is there first.

use leptos::prelude::{Effect, untrack};

/// Runs `act` with every value of `source` but the first, untracked.
pub fn on_change<T: Clone + PartialEq + 'static>(source: impl Fn() -> T + 'static, mut act: impl FnMut(T) + 'static) {
    Effect::new(move |before: Option<T>| {
        let now = source();
        if before.is_some_and(|before| before != now) {
            untrack(|| act(now.clone()));
        }
        now
    });
}
