//! 学时登记: the year, and every registration with what may be done with it.

mod card;
mod filters;
mod just_submitted;
mod order;
pub mod row_actions;
mod table;
mod toolbar;
mod unfinished;
mod year_card;

use crate::components::layout::deferred::deferred;
use crate::prelude::*;
use domain::contract::ListRegistrations;
use domain::contract::registrations::{ListRegistrationsRequest, RegistrationRow};

use crate::api::call;
use crate::apps::professional::route::Route;
use crate::components::list::loaded::empty;
use crate::components::list::windowed::{Shape, windowed};
use crate::components::page::heading::heading;
use crate::features::registrations::BANNER;
use crate::features::registrations::actions::Actions;
use crate::features::registrations::row_list::RowList;
use crate::platform::viewport::is_wide;
use order::Order;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    filter: RwSignal<ListRegistrationsRequest>,
    list: RowList,
    actions: Actions,
    order: RwSignal<Order>,
    /// The rows in that order.
    rows: Memo<Vec<RegistrationRow>>,
}

impl Page {
    /// Searches with the filters of now.
    fn search(self) {
        self.list.load();
        self.follow_order();
    }

    fn follow_order(self) {
        if self.order.get_untracked() != Order::Entered {
            self.list.pages.load_up_to(usize::MAX);
        }
    }
}

pub fn registrations_page() -> AnyView {
    let filter = RwSignal::new(ListRegistrationsRequest::default());
    let list = RowList::new(move |cursor| async move {
        call::<ListRegistrations>(&ListRegistrationsRequest { cursor, ..filter.get_untracked() }).await
    });
    list.load();
    let actions = Actions::new(Callback::new(move |response| list.apply(&response)));
    let order = RwSignal::new(Order::default());
    let rows = Memo::new(move |_| {
        let mut rows = list.rows.get();
        order.get().sort(&mut rows);
        rows
    });
    let page = Page { filter, list, actions, order, rows };
    let totals = year_card::totals();
    let filters_open = RwSignal::new(false);
    view! {
        <div class="page-top">
            <header class="page-head">
                {heading("学时登记".to_owned())}
                {move || (!is_wide()).then(|| view! {
                    <button type="button" class="button quiet" aria-expanded=move || filters_open.get().to_string()
                        on:click=move |_| filters_open.update(|open| *open = !*open)>"筛选"</button>
                })}
            </header>
            {year_card::year_card(totals)}
        </div>
        {deferred(move || view! {
            {year_card::closing_notice(totals)}
            <p class="notice">{BANNER}</p>
            {move || (is_wide() || filters_open.get()).then(|| filters::filters(page))}
            {toolbar::toolbar(page)}
        }.into_any())}
        {deferred(move || view! {
            {unfinished::unfinished()}
            {just_submitted::just_submitted(page)}
            {list.pages.view(move || nothing(page), move || if is_wide() { table::table(page) } else { cards(page) })}
        }.into_any())}
        {deferred(move || actions.dialogs())}
    }
    .into_any()
}

fn nothing(page: Page) -> AnyView {
    let filtered = page.filter.with_untracked(|filter| *filter != ListRegistrationsRequest::default());
    if filtered {
        return empty("没有符合条件的登记", "请放宽查询条件，或点“重置”查看全部。", None);
    }
    let start = view! { <a class="button primary" href=Route::NewRegistration.path()>"登记第一条培训"</a> };
    empty("还没有登记", "参加过的培训、会议，取得的论文、专利等成果，都可以在这里登记。", Some(start.into_any()))
}

fn cards(page: Page) -> AnyView {
    windowed(page.rows.into(), Shape::Cards, RowList::key, move |row| card::card(page, row))
}
