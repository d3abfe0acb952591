//! A modal dialog: the browser's own, with its focus trap, its Escape key and its return of the focus.

use crate::prelude::*;
use leptos::html;

use super::failure::failure_notice;
use crate::attempt::Attempt;

/// Shows `content` while `open` is true; Escape and closing set it to false. The content is built anew each time.
pub fn dialog(
    open: RwSignal<bool>,
    title: impl Into<Signal<String>>,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    modal(open, Look::Dialog, title.into(), Box::new(content))
}

/// The same with a way out of its own in its head, and room for a page: the whole screen of a phone, a wide card at a desk.
pub fn sheet(
    open: RwSignal<bool>,
    title: impl Into<Signal<String>>,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    modal(open, Look::Sheet, title.into(), Box::new(content))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Dialog,
    Sheet,
}

fn modal(
    open: RwSignal<bool>,
    look: Look,
    title: Signal<String>,
    content: Box<dyn Fn() -> AnyView + Send + Sync>,
) -> AnyView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(element) = element.get() else { return };
        match (open.get(), element.open()) {
            (true, false) => drop(element.show_modal()),
            (false, true) => element.close(),
            _ => {}
        }
    });
    let heading = move || view! { <h2>{move || title.get()}</h2> };
    let whole = move || match look {
        Look::Dialog => view! { <div class="dialog">{heading()} {content()}</div> }.into_any(),
        Look::Sheet => view! {
            <div class="sheet-content">
                <header class="sheet-head">
                    {heading()}
                    <button type="button" class="button" on:click=move |_| open.set(false)>"关闭"</button>
                </header>
                {content()}
            </div>
        }
        .into_any(),
    };
    let class = (look == Look::Sheet).then_some("sheet");
    view! {
        <dialog node_ref=element class=class aria-label=move || title.get() on:close=move |_| open.set(false)>
            {move || open.get().then(&whole)}
        </dialog>
    }
    .into_any()
}

/// Whether the person is busy with a dialog, whosever it is.
pub fn a_dialog_is_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|found| found.is_some())
}

/// Asks before something that cannot be taken back: 取消 and the deed by its own name.
pub fn confirm_dialog(
    open: RwSignal<bool>,
    title: impl Into<Signal<String>>,
    question: impl Into<Signal<String>>,
    deed: &'static str,
    attempt: Attempt,
    confirmed: Callback<()>,
) -> AnyView {
    let question = question.into();
    dialog(open, title, move || {
        view! {
            <p>{move || question.get()}</p>
            {failure_notice(attempt.failure(), confirmed)}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>"取消"</button>
                <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
                    on:click=move |_| confirmed.run(())>{deed}</button>
            </div>
        }
        .into_any()
    })
}
