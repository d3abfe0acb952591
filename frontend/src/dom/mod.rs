//! Puts pages on the screen: Leptos's signals and the syntax of its `view!`, with elements made directly.
//!
//! Leptos's own renderer gives every view a type, and the compiler writes the code for each of them: the app of
//! professionals weighed 334 KB (brotli) with it, 285 KB with its types erased, and a phone is to load no more than 200.
//! Apart from their elements, views are all alike, so here they have one type ([`AnyView`]: a node that is ready to be put
//! in its place), everything that changes is one effect over a boxed closure, and nothing is generic but the thin outer
//! shell of a call.

mod dynamic;
mod element;
mod in_turn;
mod keyed;
mod value;

use leptos::prelude::{Owner, document};
use wasm_bindgen::JsCast;
use web_sys::Node;

pub use dynamic::Effect;
pub use element::{Element, NodeRef, html};
pub use in_turn::in_turn;
pub use keyed::keyed;
pub use value::{IntoAttribute, IntoProperty};
pub use view::view;

/// A piece of a page: a node, several in a document fragment, or nothing.
///
/// It is made at once and put in its place once. What changes in it afterwards changes by itself.
pub struct AnyView(Option<Node>);

impl AnyView {
    fn of(node: impl Into<Node>) -> Self {
        Self(Some(node.into()))
    }

    fn text(text: &str) -> Self {
        Self::of(document().create_text_node(text))
    }

    /// Puts it at the end of `parent`.
    fn append_to(self, parent: &Node) {
        if let Some(node) = self.0 {
            let _ = parent.append_child(&node);
        }
    }
}

/// Several views after each other.
pub fn fragment(views: impl IntoIterator<Item = AnyView>) -> AnyView {
    let fragment = document().create_document_fragment();
    for view in views {
        view.append_to(&fragment);
    }
    AnyView::of(fragment)
}

/// What can stand in braces within a view.
pub trait IntoView {
    fn into_any(self) -> AnyView;
}

impl IntoView for AnyView {
    fn into_any(self) -> AnyView {
        self
    }
}

impl IntoView for () {
    fn into_any(self) -> AnyView {
        AnyView(None)
    }
}

impl IntoView for &str {
    fn into_any(self) -> AnyView {
        AnyView::text(self)
    }
}

impl IntoView for String {
    fn into_any(self) -> AnyView {
        AnyView::text(&self)
    }
}

impl<V: IntoView> IntoView for Option<V> {
    fn into_any(self) -> AnyView {
        self.map_or(AnyView(None), V::into_any)
    }
}

impl<V: IntoView> IntoView for Vec<V> {
    fn into_any(self) -> AnyView {
        self.collect_view()
    }
}

/// A closure is run again whenever what it reads has changed.
impl<V: IntoView, F: FnMut() -> V + 'static> IntoView for F {
    fn into_any(mut self) -> AnyView {
        dynamic::dynamic(Box::new(move || self().into_any()))
    }
}

macro_rules! numbers_are_views {
    ($($number:ty),+) => {$(
        impl IntoView for $number {
            fn into_any(self) -> AnyView {
                AnyView::text(&self.to_string())
            }
        }
    )+};
}

numbers_are_views!(i32, u32, usize);

/// Lists of views.
pub trait CollectView {
    fn collect_view(self) -> AnyView;
}

impl<V: IntoView, I: IntoIterator<Item = V>> CollectView for I {
    fn collect_view(self) -> AnyView {
        fragment(self.into_iter().map(V::into_any))
    }
}

/// Puts an app into `place`, for as long as the tab lives.
pub fn mount(place: &web_sys::Element, app: fn() -> AnyView) {
    // A second initialisation would be refused, and the first one is all that is needed.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(|| app().append_to(place.unchecked_ref()));
    std::mem::forget(owner);
}
