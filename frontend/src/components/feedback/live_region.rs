//! Says what an action has led to, to eyes and to screen readers.

use std::cell::OnceCell;
use std::time::Duration;

use crate::prelude::*;

/// Long enough to read two lines; the words stay in the history of a screen reader anyway.
const SHOWN_FOR: Duration = Duration::from_secs(6);

thread_local! {
    static SAID: OnceCell<ArcRwSignal<Option<(u32, String)>>> = const { OnceCell::new() };
}

fn said() -> ArcRwSignal<Option<(u32, String)>> {
    SAID.with(|cell| cell.get_or_init(|| ArcRwSignal::new(None)).clone())
}

/// Says it, from anywhere. What was said before makes room.
pub fn say(text: impl Into<String>) {
    let said = said();
    let number = said.with_untracked(|last| last.as_ref().map_or(0, |(number, _)| number + 1));
    said.set(Some((number, text.into())));
    set_timeout(
        move || {
            let still_there = said.with_untracked(|last| last.as_ref().is_some_and(|(shown, _)| *shown == number));
            if still_there {
                said.set(None);
            }
        },
        SHOWN_FOR,
    );
}

/// The place where it is said; once in an app, and always in the document, or screen readers would not watch it.
pub fn live_region() -> AnyView {
    let said = said();
    view! {
        <div class="live-region" role="status" aria-live="polite">
            {move || said.get().map(|(_, text)| view! { <p class="toast">{text}</p> })}
        </div>
    }
    .into_any()
}
