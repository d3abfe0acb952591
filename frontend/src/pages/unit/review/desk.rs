//! What the parts of a review screen share: the list, the row that it is about, and what a decision does to both.

use std::collections::{BTreeMap, BTreeSet};

use crate::prelude::*;
use domain::contract::SearchPending;
use domain::contract::registrations::{BatchResponse, Outcome, RegistrationDetail, RegistrationRow};
use domain::contract::reviews::SearchPendingRequest;
use domain::id::RegistrationId;
use domain::review::{Stage, Status};
use leptos::task::spawn_local;

use crate::api::{CallError, call, queries};
use crate::components::form::check::Check;
use crate::features::registrations::row_list::RowList;
use crate::features::registrations::succession::{step, successor};
use crate::pages::unit::review::batch::Batch;
use crate::pages::unit::review::groups::Groups;
use crate::pages::unit::review::judgement::Approval;
use crate::pages::unit::review::undoable::Undoable;
use crate::platform::focus::focus_soon;
use crate::platform::viewport::is_wide;
use crate::state::mutation::Mutation;

/// The place of the detail beside the table.
pub const PANE_HEADING: &str = "review-pane-heading";

#[derive(Clone, Copy)]
pub struct Desk {
    pub stage: Stage,
    pub filter: RwSignal<SearchPendingRequest>,
    pub list: RowList,
    pub groups: Memo<Groups>,
    /// The row that the keys and the pane are about.
    pub current: RwSignal<Option<RegistrationId>>,
    pub current_row: Memo<Option<RegistrationRow>>,
    /// The mistakes in 批准学时 and 原因 of the current row.
    pub check: Check,
    pub deciding: Mutation,
    /// What the dialog of 不通过 is about.
    pub rejecting: RwSignal<Vec<RegistrationRow>>,
    pub reject_open: RwSignal<bool>,
    /// The detail on a phone, where there is no room beside the list.
    pub sheet_open: RwSignal<bool>,
    pub help_open: RwSignal<bool>,
    pub confirm_open: RwSignal<bool>,
    pub batch: RwSignal<Option<Batch>>,
    /// What was decided last, and the way back.
    pub undoable: RwSignal<Undoable>,
    pub undoing: Mutation,
    /// What was typed for each row; moving on to another loses none of it.
    approvals: RwSignal<BTreeMap<RegistrationId, Approval>>,
    /// Why the last try to decide a row was refused.
    refusals: RwSignal<BTreeMap<RegistrationId, String>>,
    closed: RwSignal<BTreeSet<RegistrationId>>,
}

impl Desk {
    pub fn new(stage: Stage) -> Self {
        let filter = RwSignal::new(SearchPendingRequest { stage: Some(stage), ..Default::default() });
        let list = RowList::new(move |cursor| async move {
            call::<SearchPending>(&SearchPendingRequest { cursor, ..filter.get_untracked() }).await
        });
        let closed = RwSignal::new(BTreeSet::new());
        let groups = Memo::new(move |_| list.rows.with(|rows| closed.with(|closed| Groups::new(rows, closed))));
        let current = RwSignal::new(None::<RegistrationId>);
        let current_row = Memo::new(move |_| {
            let current = current.get()?;
            list.rows.with(|rows| rows.iter().find(|row| row.id == current).cloned())
        });
        let approvals = RwSignal::new(BTreeMap::<RegistrationId, Approval>::new());
        let check = Check::new(move || {
            let Some(row) = current_row.get() else { return Default::default() };
            let typed = approvals.with(|approvals| approvals.get(&row.id).cloned());
            typed.map(|approval| approval.judge(row.claimed_hours)).unwrap_or_default()
        });
        let desk = Self {
            stage,
            filter,
            list,
            groups,
            current,
            current_row,
            check,
            deciding: Mutation::new(),
            rejecting: RwSignal::new(Vec::new()),
            reject_open: RwSignal::new(false),
            sheet_open: RwSignal::new(false),
            help_open: RwSignal::new(false),
            confirm_open: RwSignal::new(false),
            batch: RwSignal::new(None),
            undoable: RwSignal::new(Undoable::default()),
            undoing: Mutation::new(),
            approvals,
            refusals: RwSignal::new(BTreeMap::new()),
            closed,
        };
        desk.keep_current_in_the_list();
        desk
    }

    /// At a desk the pane beside the table is never empty while there is a row.
    fn keep_current_in_the_list(self) {
        Effect::new(move || {
            let first = self.groups.with(|groups| groups.order().into_iter().next());
            if self.current_row.with(Option::is_none) {
                self.current.set(first.filter(|_| is_wide()));
            }
        });
    }

    /// Searches with the filters of now.
    pub fn search(self) {
        self.refusals.set(BTreeMap::new());
        self.closed.set(BTreeSet::new());
        self.list.load();
    }

    pub fn is_current(self, id: &RegistrationId) -> bool {
        self.current.with(|current| current.as_ref() == Some(id))
    }

    pub fn is_closed(self, id: &RegistrationId) -> bool {
        self.closed.with(|closed| closed.contains(id))
    }

    pub fn refusal(self, id: &RegistrationId) -> Option<String> {
        self.refusals.with(|refusals| refusals.get(id).cloned())
    }

    pub fn approval(self, row: &RegistrationRow) -> Approval {
        let typed = self.approvals.with(|approvals| approvals.get(&row.id).cloned());
        typed.unwrap_or_else(|| Approval::as_proposed(row))
    }

    pub fn type_approval(self, row: &RegistrationRow, change: impl FnOnce(&mut Approval)) {
        self.approvals.update(|approvals| {
            change(approvals.entry(row.id.clone()).or_insert_with(|| Approval::as_proposed(row)));
        });
    }

    /// Makes a row the one that the keys and the pane are about.
    pub fn select(self, id: &RegistrationId) {
        if untrack(|| self.is_current(id)) {
            return;
        }
        self.check.forget();
        self.deciding.clear();
        self.current.set(Some(id.clone()));
    }

    /// So many rows down, or up.
    pub fn step(self, by: isize) {
        let order = self.groups.with_untracked(Groups::order);
        if let Some(next) = step(&order, self.current.get_untracked().as_ref(), by) {
            self.select(&next);
            focus_row(&next);
        }
    }

    /// 详情: beside the table, or above it on a phone.
    pub fn open(self, id: &RegistrationId) {
        self.select(id);
        if untrack(is_wide) {
            focus_soon(PANE_HEADING.to_owned());
        } else {
            self.sheet_open.set(true);
        }
    }

    /// The focus goes to the row that is current, wherever it was.
    pub fn focus_current(self) {
        if let Some(current) = self.current.get_untracked() {
            focus_row(&current);
        }
    }

    pub fn choose_group(self, rows: &[RegistrationRow], yes: bool) {
        self.list.chosen.choose_some(rows.iter().map(|row| row.id.clone()), yes);
    }

    /// Whether the screen is still there. What a request brings back after it is gone has no place to go.
    pub fn is_alive(self) -> bool {
        self.current.try_with_untracked(|_| ()).is_some()
    }

    /// Takes what was decided out of the list, and goes on with the next row.
    pub fn settle(self, response: &BatchResponse) {
        let is_done = |outcome: &Outcome| matches!(outcome, Outcome::Done { .. });
        let done: Vec<RegistrationId> =
            response.results.iter().filter(|result| is_done(&result.outcome)).map(|result| result.id.clone()).collect();
        let order = self.groups.with_untracked(Groups::order);
        let next = successor(&order, self.current.get_untracked().as_ref(), &done);
        self.list.rows.update(|rows| rows.retain(|row| !done.contains(&row.id)));
        self.list.chosen.choose_some(done.clone(), false);
        self.approvals.update(|approvals| approvals.retain(|id, _| !done.contains(id)));
        self.refusals.update(|refusals| refusals.retain(|id, _| !done.contains(id)));
        match next {
            Some(next) => self.select(&next),
            None => self.current.set(None),
        }
    }

    /// Puts rows back that wait again: first, because somebody has just changed their mind about them.
    pub fn bring_back(self, rows: Vec<RegistrationRow>) {
        let back: Vec<RegistrationRow> = rows.into_iter().filter(|row| row.stage == Some(self.stage)).collect();
        self.closed.update(|closed| closed.retain(|id| back.iter().all(|row| row.id != *id)));
        self.list.rows.update(|rows| {
            rows.retain(|row| back.iter().all(|one| one.id != row.id));
            rows.splice(0..0, back);
        });
    }

    /// When every loaded row is decided, those behind them are fetched.
    pub fn fetch_if_empty(self) {
        if self.list.rows.with_untracked(Vec::is_empty) && untrack(|| self.list.pages.has_more()) {
            self.search();
        }
    }

    /// Says at the row why it was refused, and shows what has become of it.
    pub fn note_refusal(self, id: &RegistrationId, message: String) {
        self.refusals.update(|refusals| drop(refusals.insert(id.clone(), message)));
        self.refresh(id.clone());
    }

    /// Reads a row again. One that is not to be decided here any more stays to be seen, but not to be acted on.
    pub fn refresh(self, id: RegistrationId) {
        spawn_local(async move {
            let answer = queries::registration(id.clone()).await;
            if !self.is_alive() {
                return;
            }
            match answer {
                Ok(detail) => self.show_again(detail),
                Err(CallError::Refused(_)) => self.close(&id),
                Err(_) => {}
            }
        });
    }

    fn show_again(self, detail: RegistrationDetail) {
        self.decided_elsewhere(detail.row);
    }

    /// Shows what a row has become. One that is not to be decided here any more is closed.
    pub fn decided_elsewhere(self, row: RegistrationRow) {
        if row.status != Status::Pending || row.stage != Some(self.stage) {
            self.close(&row.id);
        }
        self.list.rows.update(|rows| {
            if let Some(place) = rows.iter_mut().find(|one| one.id == row.id) {
                *place = row;
            }
        });
    }

    /// The row stays to be seen, but the review goes on with the next one.
    fn close(self, id: &RegistrationId) {
        let order = self.groups.with_untracked(Groups::order);
        let next = successor(&order, Some(id), std::slice::from_ref(id));
        let was_current = untrack(|| self.is_current(id));
        self.closed.update(|closed| {
            closed.insert(id.clone());
        });
        self.list.choose(id, false);
        if let Some(next) = next.filter(|next| was_current && !untrack(|| self.is_closed(next))) {
            self.select(&next);
            self.focus_current();
        }
    }
}

/// The id of a row's element.
pub fn row_element(id: &RegistrationId) -> String {
    format!("row-{id}")
}

fn focus_row(id: &RegistrationId) {
    focus_soon(row_element(id));
}
