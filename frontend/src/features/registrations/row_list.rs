//! A list of registrations that is loaded page by page, and what is chosen in it.

use std::future::Future;

use crate::prelude::*;
use domain::contract::Cursor;
use domain::contract::registrations::{BatchResponse, Outcome, RegistrationPage, RegistrationRow};
use domain::id::RegistrationId;

use crate::api::CallError;
use crate::state::paged::Paged;
use crate::state::selection::Selection;

#[derive(Clone, Copy)]
pub struct RowList {
    pub pages: Paged<RegistrationRow>,
    /// The rows of `pages`.
    pub rows: RwSignal<Vec<RegistrationRow>>,
    pub chosen: Selection<RegistrationId>,
}

impl RowList {
    /// Loads nothing yet. `fetch` reads the filters of the moment.
    pub fn new<F>(fetch: impl Fn(Cursor) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<RegistrationPage, CallError>> + 'static,
    {
        let pages = Paged::new(move |cursor| {
            let page = fetch(cursor);
            async move { page.await.map(|page| (page.rows, page.next)) }
        });
        Self { pages, rows: pages.rows, chosen: Selection::new() }
    }

    /// A row is built anew when it has changed.
    pub fn key(row: &RegistrationRow) -> (RegistrationId, u32) {
        (row.id.clone(), row.version)
    }

    /// Loads the first page again, with the filters of now.
    pub fn load(self) {
        self.chosen.clear();
        self.pages.load();
    }

    /// Shows what a batch has made of its rows.
    pub fn apply(self, response: &BatchResponse) {
        self.rows.update(|rows| apply(rows, response));
        let done = response.results.iter().filter(|result| matches!(result.outcome, Outcome::Done { .. }));
        self.chosen.choose_some(done.map(|result| result.id.clone()), false);
    }

    pub fn is_chosen(self, id: &RegistrationId) -> bool {
        self.chosen.has(id)
    }

    pub fn choose(self, id: &RegistrationId, yes: bool) {
        self.chosen.choose(id, yes);
    }

    /// Chooses all loaded rows that `may` allows, or none.
    pub fn choose_all(self, yes: bool, may: fn(&RegistrationRow) -> bool) {
        self.rows.with_untracked(|rows| {
            self.chosen.set(rows.iter().filter(|row| yes && may(row)).map(|row| row.id.clone()));
        });
    }

    /// The chosen rows, in the order of the list.
    pub fn chosen_rows(self) -> Vec<RegistrationRow> {
        self.rows.with_untracked(|rows| rows.iter().filter(|row| self.chosen.has_untracked(&row.id)).cloned().collect())
    }
}

fn apply(rows: &mut Vec<RegistrationRow>, response: &BatchResponse) {
    for result in &response.results {
        let Some(place) = rows.iter().position(|row| row.id == result.id) else { continue };
        match &result.outcome {
            Outcome::Done { row: Some(row) } | Outcome::Refused { row: Some(row), .. } => rows[place] = (**row).clone(),
            Outcome::Done { row: None } => drop(rows.remove(place)),
            Outcome::Refused { row: None, .. } => {}
        }
    }
}
