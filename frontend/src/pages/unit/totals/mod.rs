//! 专业科目学时查询 and 全学时查询: the people of the scope with their hours of a year.

mod export;
mod filters;
mod list;

use crate::prelude::*;
use domain::category::Requirement;
use domain::contract::registrations::{PersonTotals, SearchTotalsRequest, TotalsPage};
use domain::contract::units::ListDepartmentsRequest;
use domain::contract::{Cursor, ListDepartments, SearchTotals};
use domain::id::DepartmentId;
use leptos::task::spawn_local;

use crate::api::{CallError, call};
use crate::attempt::{Load, Loader};
use crate::components::failure::failure_notice;
use crate::components::heading::heading;
use crate::components::loaded::{empty, load_more, skeleton};
use crate::session;

/// Which of the two screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 专业科目学时查询
    Specialty,
    /// 全学时查询
    All,
}

impl Kind {
    pub const fn title(self) -> &'static str {
        match self {
            Kind::Specialty => "专业科目学时查询",
            Kind::All => "全学时查询",
        }
    }
}

/// A filter may pass over many people, so that a page comes back empty with more behind it. So many are asked for at once.
const EMPTY_PAGES_MAX: usize = 20;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    kind: Kind,
    filter: RwSignal<SearchTotalsRequest>,
    rows: RwSignal<Vec<PersonTotals>>,
    requirement: RwSignal<Option<Requirement>>,
    state: RwSignal<Load<()>>,
    next: RwSignal<Cursor>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<CallError>>,
    /// Which search is the latest: answers to earlier ones come too late.
    round: StoredValue<u32>,
    /// By id, to name where people are.
    departments: RwSignal<Vec<(DepartmentId, String)>>,
}

impl Page {
    fn new(kind: Kind) -> Self {
        let filter = SearchTotalsRequest { year: session::state().current_year(), ..Default::default() };
        Self {
            kind,
            filter: RwSignal::new(filter),
            rows: RwSignal::new(Vec::new()),
            requirement: RwSignal::new(None),
            state: RwSignal::new(Load::Loading),
            next: RwSignal::new(None),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            round: StoredValue::new(0),
            departments: RwSignal::new(Vec::new()),
        }
    }

    /// Searches with the filters of now.
    fn search(self) {
        self.state.set(Load::Loading);
        self.rows.set(Vec::new());
        self.next.set(None);
        self.round.update_value(|round| *round += 1);
        self.fetch(None);
    }

    fn load_more(self) {
        let next = self.next.get_untracked();
        if next.is_some() && !self.busy.get_untracked() {
            self.failure.set(None);
            self.fetch(next);
        }
    }

    fn fetch(self, cursor: Cursor) {
        let round = self.round.get_value();
        let first = cursor.is_none();
        let request = SearchTotalsRequest { cursor, ..self.filter.get_untracked() };
        self.busy.set(true);
        spawn_local(async move {
            let answer = filled_page(request).await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    self.requirement.set(page.requirement);
                    self.rows.update(|rows| rows.extend(page.rows));
                    self.next.set(page.next);
                    self.state.set(Load::Ready(()));
                }
                Err(error) if first => self.state.set(Load::Failed(error)),
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }

    fn department(self, id: Option<&DepartmentId>) -> String {
        let Some(id) = id else { return String::new() };
        self.departments
            .with(|all| all.iter().find(|(one, _)| one == id).map(|(_, name)| name.clone()).unwrap_or_default())
    }
}

/// The next page that holds a row, or the last one.
async fn filled_page(mut request: SearchTotalsRequest) -> Result<TotalsPage, CallError> {
    let mut page = call::<SearchTotals>(&request).await?;
    for _ in 1..EMPTY_PAGES_MAX {
        if !page.rows.is_empty() || page.next.is_none() {
            break;
        }
        request.cursor = page.next;
        page = call::<SearchTotals>(&request).await?;
    }
    Ok(page)
}

pub fn totals_page(kind: Kind) -> AnyView {
    let page = Page::new(kind);
    page.search();
    let unit = session::state().read().map(|session| session.unit.id);
    let departments = Loader::new(move || {
        let unit = unit.clone();
        async move {
            match unit {
                Some(unit) => call::<ListDepartments>(&ListDepartmentsRequest { unit }).await,
                None => Err(CallError::SessionEnded),
            }
        }
    });
    Effect::new(move || {
        if let Some(list) = departments.value.read().ready() {
            page.departments.set(list.departments.iter().map(|one| (one.id.clone(), one.name.clone())).collect());
        }
    });
    view! {
        <header class="page-head">{heading(kind.title().to_owned())}</header>
        {filters::filters(page)}
        {export::export_bar(page)}
        {move || content(page, page.state.get())}
    }
    .into_any()
}

fn content(page: Page, state: Load<()>) -> AnyView {
    match state {
        Load::Loading => skeleton(3),
        Load::Failed(error) => failure_notice(Signal::stored(Some(error)), Callback::new(move |()| page.search())),
        Load::Ready(()) => {
            let is_empty = Memo::new(move |_| page.rows.with(Vec::is_empty) && page.next.with(Option::is_none));
            (move || if is_empty.get() { nothing() } else { rows(page) }).into_any()
        }
    }
}

fn nothing() -> AnyView {
    empty("没有符合条件的人员", "请换一个年度,或放宽姓名、证件号码、达标情况的条件。", None)
}

fn rows(page: Page) -> AnyView {
    let more = load_more(
        Signal::derive(move || page.next.with(Option::is_some)),
        Signal::derive(move || page.busy.get()),
        Callback::new(move |()| page.load_more()),
    );
    let failure = failure_notice(page.failure, Callback::new(move |()| page.load_more()));
    view! { <div class="stack">{list::list(page)} {failure} {more}</div> }.into_any()
}
