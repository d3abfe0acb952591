//! 学时查询: 培训总体查询 and 培训登记详情.

mod details;
mod totals;

use crate::prelude::*;

use crate::apps::account::route::Route;
use crate::components::page::heading::heading;
use crate::components::page::tabs::{panel_id, tab_id, tabs};
use crate::platform::location;

const GROUP: &str = "query";
const TABS: [&str; 2] = ["培训总体查询", "培训登记详情"];
const DETAILS: usize = 1;

/// The address says which tab is open, so that going back from a registration finds it open.
pub fn query_page() -> AnyView {
    let wanted = location::parameter(&location::place().query, "tab");
    let chosen = RwSignal::new(if wanted.as_deref() == Some("details") { DETAILS } else { 0 });
    on_change(
        move || chosen.get(),
        |chosen| {
            let tab = if chosen == DETAILS { "?tab=details" } else { "" };
            location::replace(&(Route::Query.path() + tab));
        },
    );
    let panel = move || {
        let number = chosen.get();
        let content = if number == DETAILS { details::details() } else { totals::totals() };
        view! {
            <div class="stack" role="tabpanel" id=panel_id(GROUP, number) aria-labelledby=tab_id(GROUP, number)>
                {content}
            </div>
        }
    };
    view! {
        <header class="page-head">{heading("学时查询".to_owned())}</header>
        {tabs(GROUP, "学时查询", &TABS, chosen)}
        {panel}
    }
    .into_any()
}
