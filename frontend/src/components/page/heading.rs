//! The one h1 of a page.

use crate::prelude::*;
use leptos::html;
use web_sys::FocusOptions;

use crate::platform::location;

/// The page's h1. Names the browser's tab as well, and takes the focus when the page has changed under the person's
/// hands, so that a screen reader starts here.
pub fn heading(text: impl Into<Signal<String>>) -> AnyView {
    let text = text.into();
    let h1 = NodeRef::<html::H1>::new();
    Effect::new(move || document().set_title(&format!("{} · 学时", text.get())));
    Effect::new(move || {
        if let Some(h1) = h1.get()
            && location::heading_takes_focus()
        {
            let without_scrolling = FocusOptions::new();
            without_scrolling.set_prevent_scroll(true);
            let _ = h1.focus_with_options(&without_scrolling);
        }
    });
    view! { <h1 node_ref=h1 tabindex="-1">{move || text.get()}</h1> }.into_any()
}
