//! 专业技术人员管理: the people of the unit, where they belong, and what to do for them.

mod code_dialog;
mod filters;
mod list;
mod merge_dialog;
mod move_dialog;
mod transfer_dialog;

use crate::prelude::*;
use domain::contract::SearchPeople;
use domain::contract::accounts::DepartmentName;
use domain::contract::people::{PersonRow, SearchPeopleRequest};
use domain::id::PersonId;

use crate::api::call;
use crate::components::list::loaded::empty;
use crate::components::page::heading::heading;
use crate::session;
use crate::session::access::Access;
use crate::state::paged::Paged;
use crate::state::selection::Selection;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Page {
    filter: RwSignal<SearchPeopleRequest>,
    list: Paged<PersonRow>,
    departments: RwSignal<Vec<DepartmentName>>,
    chosen: Selection<PersonId>,
    dialog: RwSignal<Option<PeopleDialog>>,
    is_chief: bool,
    /// 修改 of the department: the chief of a unit that has any.
    moves: bool,
}

/// What a dialog is open for, and whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleDialog {
    Move(PersonRow),
    /// All that are chosen.
    MoveChosen,
    Transfer(PersonRow),
    Code(PersonRow),
    Merge(PersonRow),
}

impl Page {
    /// Loads the first page again, with the filters of now.
    fn load(self) {
        self.chosen.clear();
        self.list.load();
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

    fn close(self) {
        self.dialog.set(None);
    }
}

pub fn people_page() -> AnyView {
    let (filter, departments) = (RwSignal::new(SearchPeopleRequest::default()), RwSignal::new(Vec::new()));
    let list = Paged::new(move |cursor| async move {
        let page = call::<SearchPeople>(&SearchPeopleRequest { cursor, ..filter.get_untracked() }).await?;
        departments.try_set(page.departments);
        Ok((page.rows, page.next))
    });
    let access = session::state().read().map(|session| Access::of(&session));
    let page = Page {
        filter,
        list,
        departments,
        chosen: Selection::new(),
        dialog: RwSignal::new(None),
        is_chief: access.as_ref().is_some_and(Access::is_chief),
        moves: access.as_ref().is_some_and(Access::runs_unit),
    };
    page.load();
    view! {
        <header class="page-head">{heading("专业技术人员管理".to_owned())}</header>
        {filters::filters(page)}
        {list.view(nothing, move || list::list(page))}
        {move_dialog::move_dialog(page)}
        {transfer_dialog::transfer_dialog(page)}
        {code_dialog::code_dialog(page)}
        {merge_dialog::merge_dialog(page)}
    }
    .into_any()
}

fn nothing() -> AnyView {
    empty("没有符合条件的人员", "请放宽查询条件。人员注册时选择本单位，由单位为其登记学时时也会列入。", None)
}
