//! A list of registrations that is loaded page by page, and what is chosen in it.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::prelude::*;
use domain::contract::Cursor;
use domain::contract::registrations::{BatchResponse, Outcome, RegistrationPage, RegistrationRow};
use domain::id::RegistrationId;
use leptos::task::spawn_local;

use crate::api::CallError;
use crate::attempt::Load;

type Page = Pin<Box<dyn Future<Output = Result<RegistrationPage, CallError>>>>;
type Fetch = Arc<dyn Fn(Cursor) -> Page + Send + Sync>;

/// A filter may pass over many rows, so that a page comes back empty with more behind it. So many are asked for at once.
const EMPTY_PAGES_MAX: usize = 20;

/// The rows loaded so far. The first page is `state`; later ones are appended to `rows`.
#[derive(Clone, Copy)]
pub struct RowList {
    pub rows: RwSignal<Vec<RegistrationRow>>,
    /// How the first page is doing.
    pub state: RwSignal<Load<()>>,
    /// The failure of a later page.
    pub failure: RwSignal<Option<CallError>>,
    pub chosen: RwSignal<BTreeSet<RegistrationId>>,
    next: RwSignal<Cursor>,
    busy: RwSignal<bool>,
    /// Which loading is the latest: answers to earlier ones come too late.
    round: StoredValue<u32>,
    fetch: StoredValue<Fetch>,
}

impl RowList {
    /// Loads nothing yet. `fetch` reads the filters of the moment.
    pub fn new<F>(fetch: impl Fn(Cursor) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<RegistrationPage, CallError>> + 'static,
    {
        let fetch: Fetch = Arc::new(move |cursor| Box::pin(fetch(cursor)));
        Self {
            rows: RwSignal::new(Vec::new()),
            state: RwSignal::new(Load::Loading),
            failure: RwSignal::new(None),
            chosen: RwSignal::new(BTreeSet::new()),
            next: RwSignal::new(None),
            busy: RwSignal::new(false),
            round: StoredValue::new(0),
            fetch: StoredValue::new(fetch),
        }
    }

    /// Loads the first page again, with the filters of now.
    pub fn load(self) {
        self.state.set(Load::Loading);
        self.rows.set(Vec::new());
        self.chosen.set(BTreeSet::new());
        self.next.set(None);
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

    pub fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    fn fetch_page(self, cursor: Cursor) {
        let (round, fetch) = (self.round.get_value(), self.fetch.get_value());
        let first = cursor.is_none();
        self.busy.set(true);
        spawn_local(async move {
            let answer = filled_page(&fetch, cursor).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.rows.update(|rows| rows.extend(page.rows));
                    self.next.set(page.next);
                    self.state.set(Load::Ready(()));
                }
                Err(error) if first => self.state.set(Load::Failed(error)),
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }

    /// Shows what a batch has made of its rows.
    pub fn apply(self, response: &BatchResponse) {
        self.rows.update(|rows| apply(rows, response));
        self.chosen.update(|chosen| {
            for result in &response.results {
                if matches!(result.outcome, Outcome::Done { .. }) {
                    chosen.remove(&result.id);
                }
            }
        });
    }

    pub fn is_chosen(self, id: &RegistrationId) -> bool {
        self.chosen.with(|chosen| chosen.contains(id))
    }

    pub fn choose(self, id: &RegistrationId, yes: bool) {
        self.chosen.update(|chosen| {
            if yes {
                chosen.insert(id.clone());
            } else {
                chosen.remove(id);
            }
        });
    }

    /// Chooses all loaded rows that `may` allows, or none.
    pub fn choose_all(self, yes: bool, may: fn(&RegistrationRow) -> bool) {
        let all = self.rows.with_untracked(|rows| {
            rows.iter().filter(|row| yes && may(row)).map(|row| row.id.clone()).collect::<BTreeSet<_>>()
        });
        self.chosen.set(all);
    }

    /// The chosen rows, in the order of the list.
    pub fn chosen_rows(self) -> Vec<RegistrationRow> {
        self.chosen.with_untracked(|chosen| {
            self.rows.with_untracked(|rows| rows.iter().filter(|row| chosen.contains(&row.id)).cloned().collect())
        })
    }
}

/// The next page that holds a row, or the last one.
pub async fn filled_page(fetch: &Fetch, mut cursor: Cursor) -> Result<RegistrationPage, CallError> {
    for _ in 0..EMPTY_PAGES_MAX {
        let page = fetch(cursor).await?;
        if !page.rows.is_empty() || page.next.is_none() {
            return Ok(page);
        }
        cursor = page.next;
    }
    Ok(RegistrationPage { rows: Vec::new(), next: cursor })
}

fn apply(rows: &mut Vec<RegistrationRow>, response: &BatchResponse) {
    for result in &response.results {
        let Some(place) = rows.iter().position(|row| row.id == result.id) else { continue };
        match &result.outcome {
            Outcome::Done { row: Some(row) } => rows[place] = (**row).clone(),
            Outcome::Done { row: None } => drop(rows.remove(place)),
            Outcome::Refused { .. } => {}
        }
    }
}
