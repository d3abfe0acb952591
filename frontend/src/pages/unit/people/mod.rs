//! 专业技术人员管理: the people of the unit, where they belong, and what to do for them.

mod code_dialog;
mod filters;
mod list;
mod merge_dialog;
mod move_dialog;
mod transfer_dialog;

use std::collections::BTreeSet;

use crate::prelude::*;
use domain::contract::SearchPeople;
use domain::contract::accounts::DepartmentName;
use domain::contract::people::{PersonRow, SearchPeopleRequest};
use domain::id::PersonId;
use leptos::task::spawn_local;

use super::office::Office;
use crate::api::{CallError, call};
use crate::attempt::Load;
use crate::components::failure::failure_notice;
use crate::components::heading::heading;
use crate::components::loaded::{empty, load_more, skeleton};
use crate::session;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Page {
    filter: RwSignal<SearchPeopleRequest>,
    rows: RwSignal<Vec<PersonRow>>,
    departments: RwSignal<Vec<DepartmentName>>,
    /// How the first page is doing; the failure of a later one.
    state: RwSignal<Load<()>>,
    failure: RwSignal<Option<CallError>>,
    next: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    round: StoredValue<u32>,
    chosen: RwSignal<BTreeSet<PersonId>>,
    /// Whom a dialog is about.
    about: RwSignal<Option<PersonRow>>,
    open: RwSignal<Option<Deed>>,
    is_chief: bool,
}

/// What a dialog is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Move,
    Transfer,
    Code,
    Merge,
}

impl Page {
    /// Loads the first page again, with the filters of now.
    fn load(self) {
        self.state.set(Load::Loading);
        self.chosen.set(BTreeSet::new());
        self.fetch(None);
    }

    fn load_more(self) {
        let next = self.next.get_untracked();
        if next.is_some() && !self.busy.get_untracked() {
            self.failure.set(None);
            self.fetch(next);
        }
    }

    fn fetch(self, cursor: Option<String>) {
        let is_first = cursor.is_none();
        self.round.update_value(|round| *round += 1);
        let round = self.round.get_value();
        self.busy.set(true);
        spawn_local(async move {
            let request = SearchPeopleRequest { cursor, ..self.filter.get_untracked() };
            let answer = call::<SearchPeople>(&request).await;
            // The page may be gone, or may show something else by now.
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.departments.set(page.departments);
                    self.rows.update(|rows| {
                        if is_first {
                            rows.clear();
                        }
                        rows.extend(page.rows);
                    });
                    self.next.set(page.next);
                    self.state.set(Load::Ready(()));
                }
                Err(error) if is_first => self.state.set(Load::Failed(error)),
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }

    /// 所属部门 in words.
    fn department(self, row: &PersonRow) -> String {
        match &row.department {
            None => "未分部门".to_owned(),
            Some(id) => self.departments.with(|all| {
                let known = all.iter().find(|one| one.id == *id);
                known.map_or_else(|| "部门已删除".to_owned(), |one| one.name.clone())
            }),
        }
    }

    fn ask(self, deed: Deed, row: &PersonRow) {
        self.about.set(Some(row.clone()));
        self.open.set(Some(deed));
    }

    /// Opens and closes the dialog of one deed.
    fn opened(self, deed: Deed) -> RwSignal<bool> {
        let open = RwSignal::new(false);
        Effect::new(move || {
            if self.open.get() == Some(deed) {
                open.set(true);
            }
        });
        Effect::on_change(
            move || open.get(),
            move |is_open| {
                if !is_open {
                    self.open.set(None);
                }
            },
        );
        open
    }
}

pub fn people_page() -> AnyView {
    let page = Page {
        filter: RwSignal::new(SearchPeopleRequest::default()),
        rows: RwSignal::new(Vec::new()),
        departments: RwSignal::new(Vec::new()),
        state: RwSignal::new(Load::Loading),
        failure: RwSignal::new(None),
        next: RwSignal::new(None),
        busy: RwSignal::new(false),
        round: StoredValue::new(0),
        chosen: RwSignal::new(BTreeSet::new()),
        about: RwSignal::new(None),
        open: RwSignal::new(None),
        is_chief: session::state().read().is_some_and(|session| Office::of(&session).is_chief()),
    };
    page.load();
    view! {
        <header class="page-head">{heading("专业技术人员管理".to_owned())}</header>
        {filters::filters(page)}
        {move || match page.state.get() {
            Load::Loading => skeleton(3),
            Load::Failed(error) => {
                failure_notice(Signal::stored(Some(error)), Callback::new(move |()| page.load()))
            }
            Load::Ready(()) => content(page),
        }}
        {move_dialog::move_dialog(page)}
        {transfer_dialog::transfer_dialog(page)}
        {code_dialog::code_dialog(page)}
        {merge_dialog::merge_dialog(page)}
    }
    .into_any()
}

fn content(page: Page) -> AnyView {
    let is_empty = Memo::new(move |_| page.rows.with(Vec::is_empty) && page.next.with(Option::is_none));
    (move || {
        if is_empty.get() {
            return empty("没有符合条件的人员", "请放宽查询条件。人员注册时选择本单位,或由单位登记学时时建立。", None);
        }
        let more = load_more(
            Signal::derive(move || page.next.with(Option::is_some)),
            Signal::derive(move || page.busy.get()),
            Callback::new(move |()| page.load_more()),
        );
        let failure = failure_notice(page.failure, Callback::new(move |()| page.load_more()));
        view! { <div class="stack">{list::list(page)} {failure} {more}</div> }.into_any()
    })
    .into_any()
}
