//! 选择文件: a button that opens the browser's own chooser, with what a file may be beside it.

use crate::prelude::*;
use leptos::html;
use web_sys::{File, HtmlInputElement};

/// What the chooser says and takes.
pub struct Choosing {
    /// Names the chooser to who hears it.
    pub label: &'static str,
    /// As in HTML's `accept`.
    pub accept: &'static str,
    pub limits: String,
}

/// `state` stands above the button: how reading the file goes.
pub fn file_chooser(choosing: Choosing, state: AnyView, disabled: Signal<bool>, chosen: Callback<File>) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let take = move |event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.item(0)) {
            chosen.run(file);
        }
        // The same file may be chosen again after it has been corrected.
        input.set_value("");
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <input node_ref=input type="file" class="hidden-text" tabindex="-1" aria-label=choosing.label
            accept=choosing.accept on:change=take />
        {state}
        <p class="row">
            <button type="button" class="button" disabled=move || disabled.get() on:click=open>"选择文件"</button>
            <span class="small muted">{choosing.limits}</span>
        </p>
    }
    .into_any()
}
