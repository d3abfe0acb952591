//! Lists whose rows stay while their keys do.

use leptos::prelude::{Owner, document, untrack};
use web_sys::Node;

use super::dynamic::react;
use super::{AnyView, IntoView};

/// A row on the page: its first and its last node, and what owns the signals within it.
struct Row {
    first: Node,
    last: Node,
    owner: Owner,
}

/// A view for each item, made once for each key. Keys must differ from each other.
pub fn keyed<T, K, I, V>(
    each: impl Fn() -> I + 'static,
    key: impl Fn(&T) -> K + 'static,
    children: impl Fn(T) -> V + 'static,
) -> AnyView
where
    T: 'static,
    K: PartialEq + 'static,
    I: IntoIterator<Item = T>,
    V: IntoView,
{
    let fragment = document().create_document_fragment();
    let start = Node::from(document().create_comment(""));
    let _ = fragment.append_child(&start);
    // Rows outlive the runs of the effect, so they belong to the list and not to it.
    let list = Owner::current().unwrap_or_default();
    let mut shown: Vec<(K, Row)> = Vec::new();
    react(Box::new(move || {
        let mut before = std::mem::take(&mut shown);
        let mut after = start.clone();
        for item in each() {
            let key = key(&item);
            let row = match before.iter().position(|(known, _)| *known == key) {
                Some(place) => before.remove(place).1,
                None => untrack(|| Row::make(&list, || children(item).into_any())),
            };
            row.put_after(&after);
            after = row.last.clone();
            shown.push((key, row));
        }
        for (_, row) in before {
            row.remove();
        }
    }));
    AnyView::of(fragment)
}

impl Row {
    fn make(list: &Owner, view: impl FnOnce() -> AnyView) -> Self {
        let owner = list.child();
        let node = owner.with(view).0.unwrap_or_else(|| document().create_comment("").into());
        match (node.node_type(), node.first_child(), node.last_child()) {
            (Node::DOCUMENT_FRAGMENT_NODE, Some(first), Some(last)) => Self { first, last, owner },
            _ => Self { first: node.clone(), last: node, owner },
        }
    }

    /// Puts the row behind `place`, unless it is there already: moving an element would take the focus from it.
    fn put_after(&self, place: &Node) {
        let next = place.next_sibling();
        if next.as_ref() == Some(&self.first) {
            return;
        }
        if let Some(parent) = place.parent_node() {
            for node in self.nodes() {
                let _ = parent.insert_before(&node, next.as_ref());
            }
        }
    }

    fn remove(self) {
        self.owner.cleanup();
        for node in self.nodes() {
            if let Some(parent) = node.parent_node() {
                let _ = parent.remove_child(&node);
            }
        }
    }

    fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![self.first.clone()];
        while let Some(next) = nodes.last().filter(|node| **node != self.last).and_then(Node::next_sibling) {
            nodes.push(next);
        }
        nodes
    }
}
