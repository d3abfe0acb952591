//! 专业科目学时查询 and 全学时查询: the people of the scope with their hours of a year.

mod export;
mod filters;
mod list;

use crate::prelude::*;
use domain::category::Requirement;
use domain::contract::SearchTotals;
use domain::contract::registrations::{PersonTotals, SearchTotalsRequest};
use domain::id::DepartmentId;

use crate::api::{CallError, call, queries};
use crate::components::list::loaded::empty;
use crate::components::page::heading::heading;
use crate::session;
use crate::state::paged::Paged;
use crate::state::query::{Ask, query};

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

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    kind: Kind,
    filter: RwSignal<SearchTotalsRequest>,
    list: Paged<PersonTotals>,
    requirement: RwSignal<Option<Requirement>>,
    /// By id, to name where people are.
    departments: RwSignal<Vec<(DepartmentId, String)>>,
}

impl Page {
    fn new(kind: Kind) -> Self {
        let filter = SearchTotalsRequest { year: session::state().current_year(), ..Default::default() };
        let (filter, requirement) = (RwSignal::new(filter), RwSignal::new(None));
        let list = Paged::new(move |cursor| async move {
            let request = SearchTotalsRequest { cursor, ..filter.get_untracked() };
            let page = call::<SearchTotals>(&request).await?;
            requirement.try_set(page.requirement);
            Ok((page.rows, page.next))
        });
        Self { kind, filter, list, requirement, departments: RwSignal::new(Vec::new()) }
    }

    fn department(self, id: Option<&DepartmentId>) -> String {
        let Some(id) = id else { return String::new() };
        self.departments
            .with(|all| all.iter().find(|(one, _)| one == id).map(|(_, name)| name.clone()).unwrap_or_default())
    }
}

pub fn totals_page(kind: Kind) -> AnyView {
    let page = Page::new(kind);
    page.list.load();
    let unit = session::state().read().map(|session| session.unit.id);
    let departments = query(move || {
        let unit = unit.clone();
        async move {
            match unit {
                Some(unit) => queries::departments(unit).await,
                None => Err(CallError::SessionEnded),
            }
        }
    });
    Effect::new(move || {
        let named =
            departments.answer(|list| list.departments.iter().map(|one| (one.id.clone(), one.name.clone())).collect());
        if let Some(named) = named {
            page.departments.set(named);
        }
    });
    view! {
        <header class="page-head">{heading(kind.title().to_owned())}</header>
        {filters::filters(page)}
        {export::export_bar(page)}
        {page.list.view(nothing, move || list::list(page))}
    }
    .into_any()
}

fn nothing() -> AnyView {
    empty("没有符合条件的人员", "请换一个年度，或放宽姓名、证件号码、达标情况的条件。", None)
}
