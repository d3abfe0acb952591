//! 专业科目学时登记: what the unit has entered for its people, and what may be done with it.

pub mod code_card;
mod filters;
pub mod form;
mod list;
mod person_fields;
mod toolbar;

use crate::prelude::*;
use domain::contract::ListUnitRegistrations;
use domain::contract::registrations::{ListRegistrationsRequest, RegistrationRow};

use crate::api::{call, queries};
use crate::apps::unit::route::Route;
use crate::components::dialog::sheet;
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::features::registrations::BANNER;
use crate::features::registrations::actions::Actions;
use crate::features::registrations::detail;
use crate::features::registrations::row_list::RowList;
use crate::platform::viewport::is_wide;
use crate::state::query::query;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    filter: RwSignal<ListRegistrationsRequest>,
    list: RowList,
    actions: Actions,
    /// What 查看 shows.
    shown: RwSignal<Option<RegistrationRow>>,
    sheet_open: RwSignal<bool>,
}

pub fn registrations_page() -> AnyView {
    let filter = RwSignal::new(ListRegistrationsRequest::default());
    let list = RowList::new(move |cursor| async move {
        call::<ListUnitRegistrations>(&ListRegistrationsRequest { cursor, ..filter.get_untracked() }).await
    });
    list.load();
    let actions = Actions::new(Callback::new(move |response| list.apply(&response)));
    let page = Page { filter, list, actions, shown: RwSignal::new(None), sheet_open: RwSignal::new(false) };
    let filters_open = RwSignal::new(false);
    view! {
        <header class="page-head">
            {heading("专业科目学时登记".to_owned())}
            {move || (!is_wide()).then(|| view! {
                <button type="button" class="button quiet" aria-expanded=move || filters_open.get().to_string()
                    on:click=move |_| filters_open.update(|open| *open = !*open)>"筛选"</button>
            })}
        </header>
        <p class="notice">{BANNER}</p>
        {move || (is_wide() || filters_open.get()).then(|| filters::filters(page))}
        {toolbar::toolbar(page)}
        {list.pages.view(move || nothing(page), move || list::list(page))}
        {actions.dialogs()}
        {details(page)}
    }
    .into_any()
}

fn nothing(page: Page) -> AnyView {
    if page.filter.with_untracked(|filter| *filter != ListRegistrationsRequest::default()) {
        return empty("没有符合条件的登记", "请放宽查询条件，或点“重置”查看全部。", None);
    }
    let start = view! { <a class="button primary" href=Route::RegistrationForm.path()>"登记第一条培训"</a> };
    empty(
        "单位还没有登记过",
        "单位可以为本单位专业技术人员登记培训；学员自己登记的，在“专业科目学时审核”中。",
        Some(start.into_any()),
    )
}

/// 查看
fn details(page: Page) -> AnyView {
    sheet(page.sheet_open, Signal::stored("登记详情".to_owned()), move || {
        let Some(row) = page.shown.get_untracked() else { return ().into_any() };
        let id = row.id.clone();
        let loader = query(move || queries::registration(id.clone()));
        view! { <div class="review-content">{detail::head(&row, None)} {loaded(loader, 2, detail::body)}</div> }
            .into_any()
    })
}
