//! 单位管理: every unit of the directory, with those that nobody else finds.

mod account;
pub mod card;
mod change_dialog;
mod filters;
pub mod import;
mod list;
mod merge_dialog;
mod merging;
mod password_dialog;
mod state;

use std::cell::RefCell;

use crate::prelude::*;
use domain::contract::FindUnits;
use domain::contract::directory::{FindUnitsRequest, FoundUnit, FoundUnits, UnitState};
use domain::id::UnitId;
use domain::limits::UNIT_HITS_PER_PAGE;

use crate::api::call;
use crate::apps::operator::route::Route;
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::platform::location;
use crate::state::query::{Ask, Query, query};

const STATES: [(UnitState, &str); 3] =
    [(UnitState::Unverified, "unverified"), (UnitState::Supervising, "supervising"), (UnitState::Disabled, "disabled")];

thread_local! {
    /// Where the list was left, for the way back from a unit.
    static LAST_LIST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    filter: RwSignal<FindUnitsRequest>,
    loader: Query<FoundUnits>,
    /// The page of the list that is shown, and how many there are.
    shown: RwSignal<(u32, u32)>,
}

impl Page {
    /// Searches with another filter, which then stands in the address: names of units are nobody's secret.
    fn search(self, filter: FindUnitsRequest) {
        let address = address_of(&filter);
        location::replace(&address);
        LAST_LIST.set(address);
        self.filter.set(filter);
        self.loader.again();
    }
}

pub fn units_page() -> AnyView {
    let place = untrack(location::place);
    LAST_LIST.set(place.path + &place.query);
    let filter = RwSignal::new(filter_of(&place.query));
    let loader = query(move || async move { call::<FindUnits>(&filter.get_untracked()).await });
    let page = Page { filter, loader, shown: RwSignal::new((0, 0)) };
    view! {
        <header class="page-head">
            {heading("单位管理".to_owned())}
            <a class="button" href=Route::ImportUnits.path()>"导入单位目录"</a>
        </header>
        {filters::filters(page)}
        {loaded(loader, 4, move |found| content(page, found))}
        {list::pages(page)}
    }
    .into_any()
}

fn content(page: Page, found: FoundUnits) -> AnyView {
    let pages = found.total.div_ceil(UNIT_HITS_PER_PAGE as u32);
    page.shown.set((page.filter.with_untracked(|filter| filter.page).min(pages.saturating_sub(1)), pages));
    if found.total == 0 {
        return empty("没有符合条件的单位", "请换一个关键字，或放宽属地和状态。", None);
    }
    view! {
        <p class="small muted" role="status">{format!("共 {} 个单位", found.total)}</p>
        {list::list(page, &found)}
    }
    .into_any()
}

/// The page of one unit.
fn unit_path(id: &UnitId) -> String {
    format!("{}?id={}", Route::Unit.path(), id.as_str())
}

/// The list as it was left.
fn list_path() -> String {
    let last = LAST_LIST.with_borrow(Clone::clone);
    if last.is_empty() { Route::Units.path().to_owned() } else { last }
}

fn state_named(name: &str) -> Option<UnitState> {
    STATES.into_iter().find(|(_, one)| *one == name).map(|(state, _)| state)
}

fn state_name(state: Option<UnitState>) -> &'static str {
    STATES.into_iter().find(|(one, _)| Some(*one) == state).map_or("", |(_, name)| name)
}

fn address_of(filter: &FindUnitsRequest) -> String {
    let page = if filter.page > 0 { (filter.page + 1).to_string() } else { String::new() };
    let parts = [
        ("text", filter.text.as_str()),
        ("region", filter.region.as_str()),
        ("state", state_name(filter.state)),
        ("page", page.as_str()),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let query = serde_urlencoded::to_string(parts).unwrap_or_default();
    let separator = if query.is_empty() { "" } else { "?" };
    [Route::Units.path(), separator, &query].concat()
}

fn filter_of(query: &str) -> FindUnitsRequest {
    let part = |name: &str| location::parameter(query, name).unwrap_or_default();
    let page = part("page").parse::<u32>().unwrap_or(1).saturating_sub(1);
    FindUnitsRequest { text: part("text"), region: part("region"), state: state_named(&part("state")), page }
}

/// What there is to know of a unit at a glance, by sign and word as well as colour.
fn chips(unit: &FoundUnit) -> AnyView {
    let chip =
        |is: bool, class: &'static str, words: &'static str| is.then(|| view! { <span class=class>{words}</span> });
    view! {
        <span class="row">
            {chip(unit.disabled, "chip bad", "✕ 已停用")}
            {chip(!unit.verified, "chip wait", "◷ 待核实")}
            {chip(unit.supervising, "chip ok", "主管部门")}
            {chip(unit.verified && !unit.disabled && !unit.supervising, "chip draft", "✓ 已核实")}
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_searched_for() {
        let all = FindUnitsRequest::default();
        assert_eq!(address_of(&all), "/operator/units");
        let some = FindUnitsRequest {
            text: "人民 医院&".to_owned(),
            region: "450100".to_owned(),
            state: Some(UnitState::Disabled),
            page: 2,
        };
        for filter in [all, some] {
            let address = address_of(&filter);
            assert_eq!(filter_of(address.split_once('?').map_or("", |(_, query)| query)), filter, "{address}");
        }
    }
}
