//! The states of a page or list that is loaded: on its way, failed, empty, there.

use crate::prelude::*;

use crate::components::feedback::failure::failure_notice;
use crate::state::query::{Ask, Query};

/// Shows what a loader brings, a skeleton of `rows` cards until then, or the failure with 重试.
///
/// `ready` runs again only when something new has been loaded.
pub fn loaded<T: Clone + Send + Sync + 'static>(
    loader: Query<T>,
    rows: usize,
    ready: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    (move || match loader.get() {
        None => skeleton(rows),
        Some(Err(error)) => failure_notice(Signal::stored(Some(error)), Callback::new(move |()| loader.again())),
        Some(Ok(value)) => ready(value),
    })
    .into_any()
}

/// Grey shapes where cards will be; said once to screen readers.
pub fn skeleton(rows: usize) -> AnyView {
    let cards = (0..rows).map(|_| view! { <div class="card skeleton" aria-hidden="true"></div> }).collect_view();
    view! { <div class="stack" role="status"><span class="hidden-text">"正在加载"</span>{cards}</div> }.into_any()
}

/// An empty list, with what to do about it.
pub fn empty(title: &'static str, advice: impl Into<String>, action: Option<AnyView>) -> AnyView {
    let advice: String = advice.into();
    view! {
        <div class="card empty">
            <p class="empty-title">{title}</p>
            <p class="muted">{advice}</p>
            {action}
        </div>
    }
    .into_any()
}

/// 加载更多 below a list, while there is more: one button, which keeps the focus from page to page.
pub fn load_more(has_more: impl Into<Signal<bool>>, busy: impl Into<Signal<bool>>, load: Callback<()>) -> AnyView {
    let (has_more, busy) = (has_more.into(), busy.into());
    view! {
        <button type="button" class="button load-more" hidden=move || !has_more.get()
            aria-busy=move || busy.get().to_string() on:click=move |_| load.run(())>
            {move || if busy.get() { "正在加载…" } else { "加载更多" }}
        </button>
    }
    .into_any()
}
