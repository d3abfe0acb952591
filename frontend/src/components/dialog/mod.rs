//! A modal dialog: the browser's own, with its focus trap, its Escape key and its return of the focus.

pub mod actions;
pub mod secret;

use crate::prelude::*;
use leptos::html;

use crate::components::feedback::failure::failure_notice;
use crate::state::mutation::Mutation;

/// When a dialog is open, and what closing it does.
#[derive(Clone, Copy)]
pub struct Opening {
    open: Signal<bool>,
    close: Callback<()>,
}

impl Opening {
    pub fn new(open: impl Fn() -> bool + Send + Sync + 'static, close: impl Fn() + Send + Sync + 'static) -> Self {
        let open = Memo::new(move |_| open());
        // The browser tells of a closing when the next dialog may be open already: closed is what is open no more.
        let close = Callback::new(move |()| {
            if open.get_untracked() {
                close();
            }
        });
        Self { open: open.into(), close }
    }
}

impl From<RwSignal<bool>> for Opening {
    fn from(open: RwSignal<bool>) -> Self {
        Self { open: open.into(), close: Callback::new(move |()| open.set(false)) }
    }
}

/// Shows `content` while it is open; Escape closes it. The content is built anew each time.
pub fn dialog(
    open: impl Into<Opening>,
    title: impl Into<Signal<String>>,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    modal(open.into(), Look::Dialog, Signal::stored(false), title.into(), Box::new(content))
}

/// A dialog that carries its subject: open while there is one, and built for it. `close` takes the subject away.
pub fn subject_dialog<T: Clone + PartialEq + Send + Sync + 'static>(
    subject: impl Fn() -> Option<T> + Send + Sync + 'static,
    close: impl Fn() + Send + Sync + 'static,
    title: impl Fn(&T) -> String + Send + Sync + 'static,
    content: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let subject = Memo::new(move |_| subject());
    let opening = Opening::new(move || subject.with(Option::is_some), close);
    let title = Signal::derive(move || subject.with(|subject| subject.as_ref().map(&title).unwrap_or_default()));
    dialog(opening, title, move || match subject.get_untracked() {
        Some(subject) => content(subject),
        None => ().into_any(),
    })
}

/// The same, where Escape does nothing while `stays`: something in it would be lost.
pub fn dialog_that_stays(
    open: impl Into<Opening>,
    stays: Signal<bool>,
    title: impl Into<Signal<String>>,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    modal(open.into(), Look::Dialog, stays, title.into(), Box::new(content))
}

/// A question that comes up by itself and has to be answered: `content` has its own heading and its own way out.
pub fn question(
    open: impl Fn() -> bool + Send + Sync + 'static,
    name: &'static str,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let open = Memo::new(move |_| open());
    let element = shown_while(open.into());
    view! {
        <dialog node_ref=element aria-label=name on:cancel=move |event: leptos::ev::Event| event.prevent_default()>
            {move || open.get().then(&content)}
        </dialog>
    }
    .into_any()
}

/// The same with a way out of its own in its head, and room for a page: the whole screen of a phone, a wide card at a desk.
pub fn sheet(
    open: impl Into<Opening>,
    title: impl Into<Signal<String>>,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    modal(open.into(), Look::Sheet, Signal::stored(false), title.into(), Box::new(content))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Dialog,
    Sheet,
}

fn modal(
    opening: Opening,
    look: Look,
    stays: Signal<bool>,
    title: Signal<String>,
    content: Box<dyn Fn() -> AnyView + Send + Sync>,
) -> AnyView {
    let Opening { open, close } = opening;
    let element = shown_while(open);
    let on_cancel = move |event: leptos::ev::Event| {
        if stays.get_untracked() {
            event.prevent_default();
        }
    };
    let heading = move || view! { <h2>{move || title.get()}</h2> };
    let whole = move || match look {
        Look::Dialog => view! { <div class="dialog">{heading()} {content()}</div> }.into_any(),
        Look::Sheet => view! {
            <div class="sheet-content">
                <header class="sheet-head">
                    {heading()}
                    <button type="button" class="button" on:click=move |_| close.run(())>"关闭"</button>
                </header>
                {content()}
            </div>
        }
        .into_any(),
    };
    let class = (look == Look::Sheet).then_some("sheet");
    view! {
        <dialog node_ref=element class=class aria-label=move || title.get()
            on:cancel=on_cancel on:close=move |_| close.run(())>
            {move || open.get().then(&whole)}
        </dialog>
    }
    .into_any()
}

/// The place of a dialog that the browser shows while `open`.
fn shown_while(open: Signal<bool>) -> NodeRef<html::Dialog> {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(element) = element.get() else { return };
        match (open.get(), element.open()) {
            (true, false) => drop(element.show_modal()),
            (false, true) => element.close(),
            _ => {}
        }
    });
    element
}

/// Whether the person is busy with a dialog, whosever it is.
pub fn a_dialog_is_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|found| found.is_some())
}

/// Asks before something that cannot be taken back: 取消 and what is done by its own name.
pub fn confirm_dialog(
    open: impl Into<Opening>,
    title: impl Into<Signal<String>>,
    question: impl Into<Signal<String>>,
    label: &'static str,
    attempt: Mutation,
    confirmed: Callback<()>,
) -> AnyView {
    let question = question.into();
    let opening = open.into();
    let Opening { open, close } = opening;
    // What went wrong the last time is not about this time.
    on_change(move || open.get(), move |_| attempt.clear());
    dialog(opening, title, move || {
        view! {
            <p>{move || question.get()}</p>
            {failure_notice(attempt.failure(), confirmed)}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| close.run(())>"取消"</button>
                <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
                    on:click=move |_| confirmed.run(())>{label}</button>
            </div>
        }
        .into_any()
    })
}
