//! A large dialog with its own way out: the whole screen of a phone, a wide card at a desk.

use crate::dom::html;
use crate::prelude::*;

/// Shows `content` while `open` is true. The content is built anew each time.
pub fn sheet(
    open: RwSignal<bool>,
    title: impl Into<Signal<String>>,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let title = title.into();
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(element) = element.get() else { return };
        match (open.get(), element.open()) {
            (true, false) => drop(element.show_modal()),
            (false, true) => element.close(),
            _ => {}
        }
    });
    view! {
        <dialog node_ref=element class="sheet" aria-label=move || title.get() on:close=move |_| open.set(false)>
            {move || open.get().then(|| view! {
                <div class="sheet-content">
                    <header class="sheet-head">
                        <h2>{move || title.get()}</h2>
                        <button type="button" class="button" on:click=move |_| open.set(false)>"关闭"</button>
                    </header>
                    {content()}
                </div>
            })}
        </dialog>
    }
    .into_any()
}

/// Whether the person is busy with a dialog, whosever it is.
pub fn a_dialog_is_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|found| found.is_some())
}
