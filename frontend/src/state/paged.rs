//! A list that is loaded page by page, and how it stands on a screen: on its way, failed, empty, there, with more behind.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::prelude::*;
use domain::contract::Cursor;
use leptos::task::spawn_local;

use crate::api::CallError;
use crate::components::feedback::failure::failure_notice;
use crate::components::list::loaded::{load_more, skeleton};

/// Rows of one page, and where the next one starts.
type Rows<T> = Result<(Vec<T>, Cursor), CallError>;
type Fetch<T> = Arc<dyn Fn(Cursor) -> Pin<Box<dyn Future<Output = Rows<T>>>> + Send + Sync>;

/// A filter may pass over many rows, so that a page comes back empty with more behind it. So many are asked for at once.
const EMPTY_PAGES_MAX: usize = 20;

/// The rows loaded so far.
pub struct Paged<T: Send + Sync + 'static> {
    pub rows: RwSignal<Vec<T>>,
    /// How the first page is doing; `None` while it is on its way.
    pub state: RwSignal<Option<Result<(), CallError>>>,
    /// The failure of a later page.
    failure: RwSignal<Option<CallError>>,
    next: RwSignal<Cursor>,
    busy: RwSignal<bool>,
    /// Rows that are loaded without being asked for again.
    want: RwSignal<usize>,
    /// Which loading is the latest: answers to earlier ones come too late.
    round: StoredValue<u32>,
    fetch: StoredValue<Fetch<T>>,
}

impl<T: Send + Sync + 'static> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Paged<T> {}

impl<T: Send + Sync + 'static> Paged<T> {
    /// Loads nothing yet. `fetch` reads the filters of the moment.
    pub fn new<F>(fetch: impl Fn(Cursor) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Rows<T>> + 'static,
    {
        let fetch: Fetch<T> = Arc::new(move |cursor| Box::pin(fetch(cursor)));
        Self {
            rows: RwSignal::new(Vec::new()),
            state: RwSignal::new(None),
            failure: RwSignal::new(None),
            next: RwSignal::new(None),
            busy: RwSignal::new(false),
            want: RwSignal::new(0),
            round: StoredValue::new(0),
            fetch: StoredValue::new(fetch),
        }
    }

    /// Loads the first page again, with the filters of now.
    pub fn load(self) {
        if self.round.try_get_value().is_none() {
            // The page is gone.
            return;
        }
        self.state.set(None);
        self.rows.set(Vec::new());
        self.next.set(None);
        self.want.set(0);
        self.round.update_value(|round| *round += 1);
        self.fetch_page(None);
    }

    /// 加载更多
    pub fn load_more(self) {
        let next = self.next.get_untracked();
        if next.is_some() && !self.busy.get_untracked() {
            self.failure.set(None);
            self.fetch_page(next);
        }
    }

    /// Loads page after page until so many rows are there, or all; also from within a load that is under way.
    pub fn load_up_to(self, rows: usize) {
        self.want.set(rows);
        self.load_more();
    }

    pub fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Nothing is there, and nothing comes.
    pub fn is_empty(self) -> bool {
        self.state.with(|state| *state == Some(Ok(()))) && self.rows.with(Vec::is_empty) && !self.has_more()
    }

    fn fetch_page(self, cursor: Cursor) {
        let (round, fetch) = (self.round.get_value(), self.fetch.get_value());
        let first = cursor.is_none();
        self.busy.set(true);
        spawn_local(async move {
            let answer = filled_page(&fetch, cursor, || self.round.try_get_value() == Some(round)).await;
            // The page may be gone, or may have asked for something else in the meantime.
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok((rows, next)) => {
                    self.rows.update(|all| all.extend(rows));
                    self.next.set(next);
                    // A later page leaves what is shown where it is.
                    if first {
                        self.state.set(Some(Ok(())));
                    }
                    if self.rows.with_untracked(Vec::len) < self.want.get_untracked() {
                        self.load_more();
                    }
                }
                Err(error) if first => self.state.set(Some(Err(error))),
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }

    /// The list as it stands: `nothing` where it is empty, else what `shown` shows with 加载更多 below.
    pub fn view(
        self,
        nothing: impl Fn() -> AnyView + Send + Sync + 'static,
        shown: impl Fn() -> AnyView + Send + Sync + 'static,
    ) -> AnyView {
        let standing = Standing {
            state: self.state,
            is_empty: Memo::new(move |_| self.is_empty()),
            has_more: Signal::derive(move || self.has_more()),
            busy: self.busy.into(),
            failure: self.failure.into(),
            load: Callback::new(move |()| self.load()),
            load_more: Callback::new(move |()| self.load_more()),
        };
        standing.view(Arc::new(nothing), Arc::new(shown))
    }
}

/// The next page that holds a row, or the last one; asks no further once nobody wants it. What asks reads the filters of the
/// page.
async fn filled_page<T>(fetch: &Fetch<T>, mut cursor: Cursor, is_wanted: impl Fn() -> bool) -> Rows<T> {
    for _ in 0..EMPTY_PAGES_MAX {
        if !is_wanted() {
            break;
        }
        let (rows, next) = fetch(cursor).await?;
        if !rows.is_empty() || next.is_none() {
            return Ok((rows, next));
        }
        cursor = next;
    }
    Ok((Vec::new(), cursor))
}

type Shown = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// How a list stands, whatever its rows are: the code that shows it is there once.
#[derive(Clone, Copy)]
struct Standing {
    state: RwSignal<Option<Result<(), CallError>>>,
    is_empty: Memo<bool>,
    has_more: Signal<bool>,
    busy: Signal<bool>,
    failure: Signal<Option<CallError>>,
    load: Callback<()>,
    load_more: Callback<()>,
}

impl Standing {
    fn view(self, nothing: Shown, shown: Shown) -> AnyView {
        (move || match self.state.get() {
            None => skeleton(3),
            Some(Err(error)) => failure_notice(Signal::stored(Some(error)), self.load),
            Some(Ok(())) => {
                let (nothing, shown) = (Arc::clone(&nothing), Arc::clone(&shown));
                (move || if self.is_empty.get() { nothing() } else { self.rows(&shown) }).into_any()
            }
        })
        .into_any()
    }

    fn rows(self, shown: &Shown) -> AnyView {
        let shown = Arc::clone(shown);
        view! {
            <div class="stack">
                {move || shown()}
                {failure_notice(self.failure, self.load_more)}
                {load_more(self.has_more, self.busy, self.load_more)}
            </div>
        }
        .into_any()
    }
}
