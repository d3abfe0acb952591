//! 单位管理员管理: whom the unit appoints, for what, and whether they may sign in.

mod delete_dialog;
mod form_dialog;
mod list;
mod reset_dialog;

use crate::prelude::*;
use domain::contract::SearchAdministrators;
use domain::contract::unit_management::{
    AdministratorRow, AdministratorRows, DepartmentRows, SearchAdministratorsRequest,
};
use domain::field_errors::FieldErrors;
use domain::id::DepartmentId;
use domain::identity::IdentityNumber;
use time::Date;

use crate::api::{call, queries};
use crate::bind;
use crate::components::form::check::Check;
use crate::components::form::field::{Field, Typing, text_field};
use crate::components::list::loaded::loaded;
use crate::components::page::heading::heading;
use crate::session;
use crate::state::query::{Ask, Query, query};

const IDENTITY: Field = Field::optional("identity_number", "身份证号");
const NAME: Field = Field::optional("name", "姓名");

/// The administrators with the departments that they may be in charge of.
#[derive(Clone)]
pub struct Found {
    pub administrators: Vec<AdministratorRow>,
    pub departments: Vec<(DepartmentId, String)>,
}

impl Found {
    fn new(rows: AdministratorRows, departments: DepartmentRows) -> Self {
        let departments = departments.departments.into_iter().map(|one| (one.id, one.name)).collect();
        Self { administrators: rows.administrators, departments }
    }

    /// 管理部门
    pub fn scope(&self, row: &AdministratorRow) -> String {
        match &row.department {
            None => "总管理员".to_owned(),
            Some(id) => {
                let known = self.departments.iter().find(|(one, _)| one == id);
                known.map_or_else(|| "部门已删除".to_owned(), |(_, name)| name.clone())
            }
        }
    }
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Page {
    loader: Query<Found>,
    /// `None`: 新增管理员.
    editing: RwSignal<Option<AdministratorRow>>,
    edit_open: RwSignal<bool>,
    /// Whom 删除 or 重置密码 has been pressed for.
    about: RwSignal<Option<AdministratorRow>>,
    delete_open: RwSignal<bool>,
    reset_open: RwSignal<bool>,
}

impl Page {
    fn edit(self, row: Option<AdministratorRow>) {
        self.editing.set(row);
        self.edit_open.set(true);
    }
}

pub fn administrators_page() -> AnyView {
    let filter = RwSignal::new(SearchAdministratorsRequest::default());
    let loader = query(move || {
        let filter = filter.get_untracked();
        async move {
            let departments = queries::unit_departments().await?;
            let rows = call::<SearchAdministrators>(&filter).await?;
            Ok(Found::new(rows, departments))
        }
    });
    let page = Page {
        loader,
        editing: RwSignal::new(None),
        edit_open: RwSignal::new(false),
        about: RwSignal::new(None),
        delete_open: RwSignal::new(false),
        reset_open: RwSignal::new(false),
    };
    view! {
        <header class="page-head">
            {heading("单位管理员管理".to_owned())}
            <button type="button" class="button primary" on:click=move |_| page.edit(None)>"新增管理员"</button>
        </header>
        {filters(filter, loader)}
        {loaded(loader, 3, move |found| list::list(page, &found, filter.get_untracked() != Default::default()))}
        {form_dialog::form_dialog(page)}
        {delete_dialog::delete_dialog(page)}
        {reset_dialog::reset_dialog(page)}
    }
    .into_any()
}

fn filters(filter: RwSignal<SearchAdministratorsRequest>, loader: Query<Found>) -> AnyView {
    let typed = RwSignal::new(SearchAdministratorsRequest::default());
    let today = session::state().read().map_or_else(crate::platform::clock::device_now, |who| who.now).date();
    let check = Check::new(move || judge(&typed.read(), today));
    let errors = check.errors("administrators-filter");
    let search = move || {
        if check.passes() {
            filter.set(typed.get_untracked());
            loader.again();
        }
    };
    let reset = move |_| {
        typed.set(SearchAdministratorsRequest::default());
        check.forget();
        filter.set(SearchAdministratorsRequest::default());
        loader.again();
    };
    view! {
        <form class="results-filters" role="search" aria-label="查询管理员" novalidate
            on:submit=move |event| { event.prevent_default(); search() }>
            {text_field(errors, IDENTITY, Typing::SEARCH, bind!(typed.identity_number))}
            {text_field(errors, NAME, Typing::SEARCH, bind!(typed.name))}
            <div class="row filter-buttons">
                <button type="submit" class="button primary">"查询"</button>
                <button type="button" class="button" on:click=reset>"重置"</button>
            </div>
        </form>
    }
    .into_any()
}

fn judge(filter: &SearchAdministratorsRequest, today: Date) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if !filter.identity_number.trim().is_empty() {
        errors.keep("identity_number", IdentityNumber::parse(&filter.identity_number, today));
    }
    errors
}
