//! Long lists: only the rows near the screen are in the document, whatever their number and heights.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use crate::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Rows that come and go together. Small enough that a few chunks fill a screen, large enough to be measured seldom.
const CHUNK_ROWS: usize = 4;
/// Height of a chunk before it has been measured, in CSS pixels.
const CHUNK_GUESS: f64 = 4.0 * 150.0;
/// How far beyond the screen rows are kept, in CSS pixels: a flick of the thumb must not outrun them.
const MARGIN: f64 = 400.0;
/// Chunks that are there at least while the list's beginning is on the screen.
const FIRST_CHUNKS: usize = 3;

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
    row: impl Fn(T) -> AnyView + 'static,
) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: PartialEq + 'static,
{
    windowed_boxed(rows, shape, key, Rc::new(row))
}

fn windowed_boxed<T, K>(rows: Signal<Vec<T>>, shape: Shape, key: fn(&T) -> K, row: Rc<dyn Fn(T) -> AnyView>) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: PartialEq + 'static,
{
    let chunks = Memo::new(move |_| rows.with(|rows| rows.len().div_ceil(CHUNK_ROWS)));
    let window = Window::new(chunks);
    let chunk = move |number: usize| {
        let row = Rc::clone(&row);
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
    view! {
        {spacer(shape, Signal::derive(move || window.before()))}
        <For each=move || window.shown() key=|number| *number children=chunk />
        {spacer(shape, Signal::derive(move || window.after()))}
    }
    .into_any()
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
    /// Measured heights, or the guess.
    heights: RwSignal<Vec<f64>>,
    range: RwSignal<(usize, usize)>,
}

impl Window {
    fn new(chunks: Memo<usize>) -> Self {
        let list = LISTS.replace(LISTS.get() + 1);
        let this = Self { list, chunks, heights: RwSignal::new(Vec::new()), range: RwSignal::new((0, 0)) };
        Effect::new(move || {
            let chunks = chunks.get();
            this.heights.update(|heights| heights.resize(chunks, CHUNK_GUESS));
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
        self.heights.with(|heights| heights.iter().take(first).sum())
    }

    fn after(self) -> f64 {
        let end = self.range.get().1;
        self.heights.with(|heights| heights.iter().skip(end).sum())
    }

    /// Measures what is shown, then decides what is to be shown.
    fn look(self) {
        // The list may be gone.
        let (Some(chunks), Some(before)) = (self.chunks.try_get_untracked(), self.range.try_get_untracked()) else {
            return;
        };
        let screen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(CHUNK_GUESS);
        let (next, is_grown) = match self.measure() {
            Some(top) => {
                let wanted = self.heights.with_untracked(|heights| wanted(heights, -top, screen));
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
                let before: f64 = self.heights.try_with_untracked(|heights| heights.iter().take(number).sum())?;
                start = Some(rect.top() - before);
            }
            measured.push((number, rect.bottom() - rect.top()));
        }
        let changed = |heights: &Vec<f64>| {
            measured.iter().any(|(number, height)| heights.get(*number).is_some_and(|known| known != height))
        };
        if self.heights.try_with_untracked(changed)? {
            self.heights.update(|heights| {
                for (number, height) in measured {
                    if let Some(known) = heights.get_mut(number) {
                        *known = height;
                    }
                }
            });
        }
        start
    }
}

/// The chunks that touch the screen or the margin around it, as a half-open range. `scrolled` is how far the list's
/// beginning lies above the screen's upper edge.
fn range(heights: &[f64], scrolled: f64, screen: f64) -> (usize, usize) {
    let (from, to) = (scrolled - MARGIN, scrolled + screen + MARGIN);
    let mut offset = 0.0;
    let (mut first, mut end) = (heights.len(), 0);
    for (number, height) in heights.iter().enumerate() {
        if offset + height >= from && offset <= to {
            first = first.min(number);
            end = number + 1;
        }
        offset += height;
    }
    if end == 0 { (heights.len().saturating_sub(1), heights.len()) } else { (first, end) }
}

/// The chunks to be shown: a list that begins on the screen or near it has [`FIRST_CHUNKS`] of them, so that a short one is
/// there as a whole.
fn wanted(heights: &[f64], scrolled: f64, screen: f64) -> (usize, usize) {
    match range(heights, scrolled, screen) {
        (0, end) => (0, end.max(heights.len().min(FIRST_CHUNKS))),
        further => further,
    }
}

/// What comes after `before` on the way to `wanted`: a list that begins where it began grows by one chunk a task, so that the
/// browser may paint and take presses in between.
fn grown(before: (usize, usize), wanted: (usize, usize)) -> (usize, usize) {
    if before.0 == wanted.0 { (wanted.0, wanted.1.min(before.1 + 1)) } else { wanted }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_is_there_as_a_whole() {
        assert_eq!(wanted(&[1000.0; 100], 0.0, 800.0), (0, 3));
        assert_eq!(wanted(&[1000.0; 2], 0.0, 800.0), (0, 2));
        assert_eq!(wanted(&[1000.0; 100], 50_000.0, 800.0), (49, 52));
    }

    #[test]
    fn a_list_grows_by_one_chunk_a_task() {
        assert_eq!(grown((0, 1), (0, 3)), (0, 2));
        assert_eq!(grown((0, 2), (0, 3)), (0, 3));
        // Where somebody has scrolled to, everything is there at once; what is not needed any more goes at once.
        assert_eq!(grown((0, 3), (7, 10)), (7, 10));
        assert_eq!(grown((0, 3), (0, 1)), (0, 1));
    }

    #[test]
    fn only_what_is_near_the_screen_is_shown() {
        let heights = [1000.0; 100];
        assert_eq!(range(&heights, 0.0, 800.0), (0, 2));
        assert_eq!(range(&heights, 50_000.0, 800.0), (49, 52));
    }

    #[test]
    fn something_is_shown_wherever_the_screen_is() {
        assert_eq!(range(&[1000.0; 10], 90_000.0, 800.0), (9, 10));
        assert_eq!(range(&[], 0.0, 800.0), (0, 0));
    }
}
