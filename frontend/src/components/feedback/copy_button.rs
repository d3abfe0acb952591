//! 复制 of a text that is shown once.

use crate::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::components::feedback::live_region::say;

/// `what` is the name of the text, for the button and for what is said.
pub fn copy_button(what: &'static str, text: String) -> AnyView {
    let copy = move |_| {
        let promise = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            say(match JsFuture::from(promise).await {
                Ok(_) => format!("{what}已复制"),
                // The browser may forbid it; the text can be selected all the same.
                Err(_) => "没有复制成功，请选中文字后复制".to_owned(),
            });
        });
    };
    view! { <button type="button" class="button" aria-label=format!("复制{what}") on:click=copy>"复制"</button> }
        .into_any()
}
