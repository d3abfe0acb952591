//! Something secret that is issued on demand and shown once, to be handed over: a code, a password, a key.

use std::future::Future;

use crate::prelude::*;

use crate::api::CallError;
use crate::components::dialog::{Opening, dialog_that_stays};
use crate::components::feedback::failure::failure_notice;
use crate::state::mutation::Mutation;

/// What is asked before it is issued.
pub struct Question {
    pub words: String,
    /// The button's look: "primary", or "danger" where something else ends with it.
    pub look: &'static str,
    pub label: &'static str,
}

/// The dialog that issues it. Neither Escape nor a second press loses it: once asked for, the dialog stays until it is closed by its
/// own button.
pub fn secret_dialog(
    open: impl Into<Opening>,
    title: impl Into<Signal<String>>,
    content: impl Fn(RwSignal<bool>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let stays = RwSignal::new(false);
    dialog_that_stays(open, stays.into(), title, move || {
        stays.set(false);
        content(stays)
    })
}

/// The content of a [`secret_dialog`]: the question, and what was issued once it is.
pub fn secret<T, F>(
    stays: RwSignal<bool>,
    question: Question,
    issue: impl Fn(Mutation) -> F + Send + Sync + 'static,
    shown: fn(&T) -> AnyView,
    close: Callback<()>,
) -> AnyView
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, CallError>> + 'static,
{
    let mutation = Mutation::new();
    let issued = RwSignal::new(None::<T>);
    let send = Callback::new(move |()| mutation.run(issue(mutation), move |secret| issued.set(Some(secret))));
    Effect::new(move || stays.set(mutation.is_busy() || issued.with(Option::is_some)));
    let Question { words, look, label } = question;
    let content = move || match &*issued.read() {
        None => view! { <p>{words.clone()}</p> }.into_any(),
        Some(secret) => shown(secret),
    };
    view! {
        <div class="stack" role="status">{content}</div>
        {failure_notice(mutation.failure(), send)}
        <div class="dialog-actions">
            // What is on its way would be lost with the dialog.
            <button type="button" class="button" disabled=move || mutation.is_busy()
                on:click=move |_| close.run(())>"关闭"</button>
            {move || issued.with(Option::is_none).then(|| view! {
                <button type="button" class=format!("button {look}") aria-busy=move || mutation.is_busy().to_string()
                    on:click=move |_| send.run(())>{label}</button>
            })}
        </div>
    }
    .into_any()
}
