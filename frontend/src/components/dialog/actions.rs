//! The buttons that end a dialog or a form: the way out first, then what is done.

use crate::prelude::*;

use crate::state::mutation::Mutation;

/// The way out alone, by its own word.
pub fn close_button(words: &'static str, out: impl Fn() + 'static) -> AnyView {
    view! { <div class="dialog-actions">{out_button(words, Box::new(out))}</div> }.into_any()
}

/// 取消, and the button that sends the form around it. `look` is the button's: "primary", or "danger" for what cannot be
/// taken back.
pub fn cancel_or_send(
    attempt: Mutation,
    look: &'static str,
    label: &'static str,
    cancel: impl Fn() + 'static,
) -> AnyView {
    actions(attempt, look, label, Box::new(cancel))
}

fn actions(attempt: Mutation, look: &'static str, label: &'static str, cancel: Box<dyn Fn()>) -> AnyView {
    view! {
        <div class="dialog-actions">
            {out_button("取消", cancel)}
            <button type="submit" class=format!("button {look}") aria-busy=move || attempt.is_busy().to_string()>{label}</button>
        </div>
    }
    .into_any()
}

fn out_button(words: &'static str, out: Box<dyn Fn()>) -> AnyView {
    view! { <button type="button" class="button" on:click=move |_| out()>{words}</button> }.into_any()
}
