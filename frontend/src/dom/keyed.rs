//! Lists whose rows stay while their keys do.

use std::rc::Rc;

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

/// What a list is to show in one place.
struct Wanted {
    /// The row that has the same key, by its place in what is shown so far.
    known: Option<usize>,
    make: Box<dyn FnOnce() -> AnyView>,
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
    let children = Rc::new(children);
    let mut keys: Vec<K> = Vec::new();
    rows(Box::new(move || {
        let before = std::mem::take(&mut keys);
        // Most rows follow the one that they followed before.
        let mut next = 0;
        let wanted = each().into_iter().map(|item| {
            let key = key(&item);
            let known = (next..before.len()).chain(0..next).find(|place| before[*place] == key);
            next = known.map_or(next, |place| place + 1);
            keys.push(key);
            let children = Rc::clone(&children);
            Wanted { known, make: Box::new(move || children(item).into_any()) }
        });
        wanted.collect()
    }))
}

/// The same for lists of anything: what is there stays in the document, and is not moved past what goes.
fn rows(mut wanted: Box<dyn FnMut() -> Vec<Wanted>>) -> AnyView {
    let fragment = document().create_document_fragment();
    let start = Node::from(document().create_comment(""));
    let _ = fragment.append_child(&start);
    // Rows outlive the runs of the effect, so they belong to the list and not to it.
    let list = Owner::current().unwrap_or_default();
    let mut shown: Vec<Row> = Vec::new();
    react(Box::new(move || {
        let mut before: Vec<Option<Row>> = std::mem::take(&mut shown).into_iter().map(Some).collect();
        let take = |one: Wanted| (one.known.and_then(|place| before[place].take()), one.make);
        let wanted: Vec<_> = wanted().into_iter().map(take).collect();
        before.into_iter().flatten().for_each(Row::remove);
        let mut after = start.clone();
        for (known, make) in wanted {
            let row = known.unwrap_or_else(|| untrack(|| Row::make(&list, make)));
            row.put_after(&after);
            after = row.last.clone();
            shown.push(row);
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
