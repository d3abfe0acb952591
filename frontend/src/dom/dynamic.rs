//! What changes: one effect over a boxed closure, whatever the closure does.

use leptos::prelude::{RenderEffect, StoredValue, document, untrack};
use web_sys::Node;

use super::AnyView;

/// Runs `change` now, and again whenever what it reads has changed, until its owner is disposed of.
pub fn react(mut change: Box<dyn FnMut()>) {
    let effect = RenderEffect::<()>::new(move |_| change());
    StoredValue::new_local(effect);
}

/// What `content` makes, between two marks that stay where they are put.
pub fn dynamic(mut content: Box<dyn FnMut() -> AnyView>) -> AnyView {
    let fragment = document().create_document_fragment();
    let [start, end] = [(); 2].map(|()| Node::from(document().create_comment("")));
    let _ = fragment.append_child(&start);
    let _ = fragment.append_child(&end);
    react(Box::new(move || {
        let fresh = content();
        let Some(parent) = end.parent_node() else { return };
        while let Some(old) = start.next_sibling().filter(|next| *next != end) {
            let _ = parent.remove_child(&old);
        }
        if let Some(fresh) = fresh.0 {
            let _ = parent.insert_before(&fresh, Some(&end));
        }
    }));
    AnyView::of(fragment)
}

/// What happens beside the page when something changes: a title, the focus, a dialog that opens.
pub struct Effect;

impl Effect {
    /// Runs `change` once the page stands, and again whenever what it reads has changed.
    pub fn new(change: impl FnMut() + 'static) -> Self {
        Self::start(Box::new(change))
    }

    /// Runs `act` with every value of `source` but the first.
    pub fn on_change<T: Clone + PartialEq + 'static>(
        mut source: impl FnMut() -> T + 'static,
        mut act: impl FnMut(T) + 'static,
    ) {
        let mut before = None;
        Self::new(move || {
            let now = source();
            if before.replace(now.clone()).is_some_and(|before| before != now) {
                untrack(|| act(now));
            }
        });
    }

    /// Leptos writes an effect anew for each closure; this is the only one.
    fn start(change: Box<dyn FnMut()>) -> Self {
        leptos::prelude::Effect::new(change);
        Self
    }
}
