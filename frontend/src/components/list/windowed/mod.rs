//! Long lists: only the rows near the screen are in the document, whatever their number and heights.

mod heights;

use std::cell::Cell;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use crate::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use heights::{GUESS, Heights, grown};

/// Rows that come and go together. Few, so that a flick of the thumb asks for no more than these within one frame.
const CHUNK_ROWS: usize = 2;

thread_local! {
    static LISTS: Cell<u32> = const { Cell::new(0) };
}

/// What the rows are made of.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Elements below each other.
    Cards,
    /// `<tr>`s of so many columns; to be put directly into a `<table>`.
    Table { columns: usize },
}

/// Shows `rows`. A row is built again when its `key` changes, so the key must tell its versions apart.
pub fn windowed<T, K>(
    rows: Signal<Vec<T>>,
    shape: Shape,
    key: fn(&T) -> K,
    row: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Eq + Hash + 'static,
{
    windowed_boxed(rows, shape, key, Arc::new(row))
}

fn windowed_boxed<T, K>(
    rows: Signal<Vec<T>>,
    shape: Shape,
    key: fn(&T) -> K,
    row: Arc<dyn Fn(T) -> AnyView + Send + Sync>,
) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Eq + Hash + 'static,
{
    let chunks = Memo::new(move |_| rows.with(|rows| rows.len().div_ceil(CHUNK_ROWS)));
    let window = Window::new(chunks);
    let chunk = move |number: usize| {
        let row = Arc::clone(&row);
        let slice = Memo::new(move |_| {
            rows.with(|rows| rows.iter().skip(number * CHUNK_ROWS).take(CHUNK_ROWS).cloned().collect::<Vec<T>>())
        });
        let rows = view! { <For each=move || slice.get() key=key children=move |one| row(one) /> };
        match shape {
            Shape::Cards => {
                view! { <div class="stack" data-list=window.list data-chunk=number>{rows}</div> }.into_any()
            }
            Shape::Table { .. } => view! { <tbody data-list=window.list data-chunk=number>{rows}</tbody> }.into_any(),
        }
    };
    let list = view! {
        {spacer(shape, Signal::derive(move || window.before()))}
        <For each=move || window.shown() key=|number| *number children=chunk />
        {spacer(shape, Signal::derive(move || window.after()))}
    };
    match shape {
        Shape::Cards => view! { <div class="chunks">{list}</div> }.into_any(),
        Shape::Table { .. } => list.into_any(),
    }
}

/// Stands for the rows that are not there.
fn spacer(shape: Shape, height: Signal<f64>) -> AnyView {
    let pixels = move || format!("{}px", height.get() as i64);
    let unneeded = move || height.get() == 0.0;
    match shape {
        Shape::Cards => view! { <div aria-hidden="true" hidden=unneeded style:height=pixels></div> }.into_any(),
        Shape::Table { columns } => view! {
            <tbody aria-hidden="true" hidden=unneeded>
                <tr><td class="spacer" colspan=columns style:height=pixels></td></tr>
            </tbody>
        }
        .into_any(),
    }
}

/// Which chunks are in the document.
#[derive(Clone, Copy)]
struct Window {
    /// Tells the chunks of this list from those of others on the page.
    list: u32,
    chunks: Memo<usize>,
    heights: RwSignal<Heights>,
    range: RwSignal<(usize, usize)>,
}

impl Window {
    fn new(chunks: Memo<usize>) -> Self {
        let list = LISTS.replace(LISTS.get() + 1);
        let this = Self { list, chunks, heights: RwSignal::new(Heights::default()), range: RwSignal::new((0, 0)) };
        Effect::new(move || {
            let chunks = chunks.get();
            this.heights.update(|heights| heights.resize(chunks));
            this.look();
        });
        let on_scroll = window_event_listener(leptos::ev::scroll, move |_| this.look());
        let on_resize = window_event_listener(leptos::ev::resize, move |_| this.look());
        on_cleanup(move || {
            on_scroll.remove();
            on_resize.remove();
        });
        this
    }

    fn shown(self) -> Vec<usize> {
        let (first, end) = self.range.get();
        (first..end.min(self.chunks.get())).collect()
    }

    fn before(self) -> f64 {
        let first = self.range.get().0;
        self.heights.with(|heights| heights.of(0..first))
    }

    fn after(self) -> f64 {
        let end = self.range.get().1;
        self.heights.with(|heights| heights.of(end..usize::MAX))
    }

    /// Measures what is shown, then decides what is to be shown.
    fn look(self) {
        // The list may be gone.
        let (Some(chunks), Some(before)) = (self.chunks.try_get_untracked(), self.range.try_get_untracked()) else {
            return;
        };
        let screen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(GUESS);
        let (next, is_grown) = match self.measure() {
            Some(top) => {
                let wanted = self.heights.with_untracked(|heights| heights.wanted(-top, screen));
                let next = grown(before, wanted);
                (next, next == wanted)
            }
            // Nothing is laid out yet: begin at the beginning.
            None => ((0, chunks.min(1)), false),
        };
        if next != before {
            self.range.set(next);
            if !is_grown {
                set_timeout(move || self.look(), Duration::ZERO);
            }
        }
    }

    /// Notes the heights of the chunks in the document; gives back how far below the screen's upper edge the list begins.
    fn measure(self) -> Option<f64> {
        let mut start = None;
        let found = document().query_selector_all(&format!("[data-list='{}']", self.list)).ok()?;
        let mut measured = Vec::new();
        for index in 0..found.length() {
            let chunk = found.item(index)?.dyn_into::<HtmlElement>().ok()?;
            let number = chunk.dataset().get("chunk")?.parse::<usize>().ok()?;
            let rect = chunk.get_bounding_client_rect();
            if start.is_none() {
                let before = self.heights.try_with_untracked(|heights| heights.of(0..number))?;
                start = Some(rect.top() - before);
            }
            measured.push((number, rect.bottom() - rect.top()));
        }
        let known = |heights: &Heights| measured.iter().all(|(number, height)| heights.knows(*number, *height));
        if !self.heights.try_with_untracked(known)? {
            self.heights.update(|heights| measured.iter().for_each(|(number, height)| heights.note(*number, *height)));
        }
        start
    }
}
