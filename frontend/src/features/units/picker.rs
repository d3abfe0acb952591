//! Choosing one of 277,000 units: one's own first, by any part of the name or the credit code, by region, or a new one.

use std::time::Duration;

use crate::prelude::*;
use domain::contract::SearchUnits;
use domain::contract::accounts::UnitName;
use domain::contract::units::{SearchUnitsRequest, UnitHit, UnitHits};
use domain::id::UnitId;
use domain::limits::UNIT_HITS_PER_PAGE;
use domain::region::Region;
use domain::unit::OTHER_UNIT_NAME;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDetailsElement, HtmlElement};

use crate::api::call;
use crate::components::form::field::{Bound, Field, FormErrors, Typing, text_field};
use crate::components::list::figures::marked;
use crate::components::list::loaded::loaded;
use crate::components::list::pager::pager;
use crate::features::units::add_unit::add_unit_form;
use crate::features::units::recent;
use crate::features::units::region_tree::region_tree;
use crate::state::query::{Ask, query};

/// How long typing rests before the directory is asked.
const PAUSE: Duration = Duration::from_millis(200);
const TEXT: Field = Field::optional("text", "单位名称").hint("名称或统一社会信用代码的任意一部分");

/// Which units are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickerScope {
    AnyUnit,
    /// Any unit, by who has no account yet and so cannot add one.
    AnyKnownUnit,
    SupervisingDepartments,
    /// Supervising departments, and one's own unit whatever it is: who reviews what a unit has entered.
    OwnUnitAndSupervisingDepartments,
    /// Any unit of the directory, by who looks at units and belongs to none.
    ListedUnits,
}

impl PickerScope {
    fn is_of_departments(self) -> bool {
        matches!(self, PickerScope::SupervisingDepartments | PickerScope::OwnUnitAndSupervisingDepartments)
    }
}

/// What is searched for.
#[derive(Clone, Copy)]
struct Search {
    scope: PickerScope,
    text: RwSignal<String>,
    region: RwSignal<Option<Region>>,
    page: RwSignal<u32>,
    near: StoredValue<Option<UnitId>>,
    /// How many there are, or what to do where there are none. Told by an element that stays: screen readers watch no other.
    told: RwSignal<String>,
    /// The page that is shown, and how many there are.
    shown: RwSignal<(u32, u32)>,
    /// Rises when the directory is to be asked.
    asked: RwSignal<u32>,
}

impl Search {
    fn request(self) -> SearchUnitsRequest {
        SearchUnitsRequest {
            text: self.text.get_untracked().trim().to_owned(),
            region: self.region.get_untracked().map(|region| region.as_str().to_owned()).unwrap_or_default(),
            near: self.near.get_value(),
            supervising: self.scope.is_of_departments(),
            page: self.page.get_untracked(),
        }
    }

    fn is_blank(request: &SearchUnitsRequest) -> bool {
        request.text.is_empty() && request.region.is_empty() && !request.supervising
    }
}

/// Hands the chosen unit to `chosen`. `own` stands first, where it is offered.
pub fn unit_picker(scope: PickerScope, own: Option<UnitName>, chosen: Callback<UnitName>) -> AnyView {
    let chosen = Callback::new(move |unit: UnitName| {
        recent::note(&unit);
        chosen.run(unit);
    });
    let search = Search {
        scope,
        text: RwSignal::new(String::new()),
        region: RwSignal::new(None),
        page: RwSignal::new(0),
        near: StoredValue::new(own.as_ref().map(|own| own.id.clone())),
        told: RwSignal::new(String::new()),
        shown: RwSignal::new((0, 0)),
        asked: RwSignal::new(0),
    };
    let loader = query(move || async move {
        let request = search.request();
        if Search::is_blank(&request) {
            return Ok((request, None));
        }
        let hits = call::<SearchUnits>(&request).await?;
        Ok((request, Some(hits)))
    });
    on_change(move || search.asked.get(), move |_| loader.refresh());
    let (adding, tree_open) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <div class="stack">
            {first_choices(scope, own, chosen)}
            {search_field(search)}
            <details class="regions" prop:open=move || tree_open.get()
                on:toggle=move |event| tree_open.set(event_target::<HtmlDetailsElement>(&event).open())>
                <summary>{move || region_words(search.region.get())}</summary>
                {region_tree(Callback::new(move |region| {
                    tree_open.set(false);
                    focus_regions();
                    choose_region(search, region);
                }))}
            </details>
            <p class="small muted" role="status">{move || search.told.get()}</p>
            {loaded(loader, 2, move |(request, hits)| results(search, &request, hits, chosen))}
            {pages(search)}
            {(scope == PickerScope::AnyUnit).then(|| add_unit(adding, chosen))}
        </div>
    }
    .into_any()
}

fn first_choices(scope: PickerScope, own: Option<UnitName>, chosen: Callback<UnitName>) -> AnyView {
    let stands_first =
        |unit: &UnitName| unit.id == UnitId::other() || own.as_ref().is_some_and(|own| own.id == unit.id);
    // What was chosen among all units may be none of those that review for others.
    let is_one_of_many = matches!(scope, PickerScope::AnyUnit | PickerScope::AnyKnownUnit);
    let recent = is_one_of_many.then(recent::recent_units).unwrap_or_default();
    let recent = recent.into_iter().filter(|unit| !stands_first(unit)).map(|recent| {
        let unit = recent.clone();
        view! {
            <button type="button" class="button choice" on:click=move |_| chosen.run(unit.clone())>
                <span>{recent.name}</span><span class="small muted">"最近选择"</span>
            </button>
        }
    });
    let recent = recent.collect_view();
    let belongs_to_none = own.as_ref().is_some_and(|own| own.id == UnitId::other());
    // It is found below if it is one of them.
    let own = own.filter(|_| scope != PickerScope::SupervisingDepartments).map(|own| {
        let unit = own.clone();
        view! {
            <button type="button" class="button choice" on:click=move |_| chosen.run(unit.clone())>
                <span>{own.name}</span><span class="chip draft">"本单位"</span>
            </button>
        }
    });
    let other = (is_one_of_many && !belongs_to_none).then(|| {
        let other = UnitName { id: UnitId::other(), name: OTHER_UNIT_NAME.to_owned() };
        view! {
            <button type="button" class="button choice" on:click=move |_| chosen.run(other.clone())>
                <span>{OTHER_UNIT_NAME}</span><span class="small muted">"目前没有工作单位"</span>
            </button>
        }
    });
    view! { {own} {recent} {other} }.into_any()
}

fn search_field(search: Search) -> AnyView {
    let errors = FormErrors::new("unit-search", Signal::stored(Default::default()));
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |text: String| {
        search.text.set(text);
        search.page.set(0);
        let ask = move || search.asked.update(|asked| *asked += 1);
        let later = set_timeout_with_handle(ask, PAUSE).ok();
        // What was typed before the pause was over is not searched for.
        if let Some(earlier) = waiting.try_update_value(|waiting| std::mem::replace(waiting, later)).flatten() {
            earlier.clear();
        }
    };
    on_cleanup(move || {
        if let Some(waiting) = waiting.try_get_value().flatten() {
            waiting.clear();
        }
    });
    text_field(errors, TEXT, Typing::SEARCH, Bound::new(move || search.text.get(), typed))
}

fn choose_region(search: Search, region: Option<Region>) {
    search.region.set(region);
    search.page.set(0);
    search.asked.update(|asked| *asked += 1);
}

fn region_words(region: Option<Region>) -> String {
    match region {
        Some(region) => format!("单位属地：{}", region.full_name()),
        None => "按单位属地查找".to_owned(),
    }
}

/// The button that was pressed goes with the tree.
fn focus_regions() {
    if let Ok(Some(summary)) = document().query_selector("details.regions > summary") {
        let _ = summary.unchecked_into::<HtmlElement>().focus();
    }
}

fn results(
    search: Search,
    request: &SearchUnitsRequest,
    hits: Option<UnitHits>,
    chosen: Callback<UnitName>,
) -> AnyView {
    let total = hits.as_ref().map(|hits| hits.total);
    search.shown.set((request.page, total.unwrap_or_default().div_ceil(UNIT_HITS_PER_PAGE as u32)));
    search.told.set(match total {
        None => String::new(),
        Some(0) => nothing_found(search.scope).to_owned(),
        Some(total) => format!("找到 {total} 个单位"),
    });
    let hits = hits.map(|hits| hits.hits).filter(|hits| !hits.is_empty());
    let items = hits.map(|hits| hits.into_iter().map(|unit| hit(unit, &request.text, chosen)).collect_view());
    items.map(|items| view! { <div class="stack hits">{items}</div> }).into_any()
}

fn nothing_found(scope: PickerScope) -> &'static str {
    match scope {
        PickerScope::AnyUnit => "没有找到。请换一个关键字，或在下面添加单位。",
        PickerScope::AnyKnownUnit => "没有找到。请换一个关键字；单位还不在目录中时，可先选“其他单位”，登录后再添加。",
        PickerScope::SupervisingDepartments | PickerScope::OwnUnitAndSupervisingDepartments => {
            "没有找到这个主管部门。请换一个关键字。"
        }
        PickerScope::ListedUnits => "没有找到。请换一个关键字。",
    }
}

fn pages(search: Search) -> AnyView {
    let turn = Callback::new(move |page| {
        search.page.set(page);
        search.asked.update(|asked| *asked += 1);
    });
    let shown = search.shown;
    let words = move || shown.with(|(page, pages)| format!("{} / {pages}", page + 1));
    pager(shown.into(), turn, view! { <span class="digits">{words}</span> }.into_any())
}

fn hit(unit: UnitHit, text: &str, chosen: Callback<UnitName>) -> AnyView {
    let name = UnitName { id: unit.id, name: unit.name.clone() };
    let code = unit.credit_code.map(|code| view! { <span class="digits">{marked(code.as_str(), text)}</span> });
    let region = unit.region.map(Region::full_name);
    view! {
        <button type="button" class="button choice" on:click=move |_| chosen.run(name.clone())>
            <span>{marked(&unit.name, text)}</span>
            <span class="small muted row">
                {code}
                <span>{region}</span>
                {unit.supervising.then(|| view! { <span class="chip ok">"主管部门"</span> })}
                {(!unit.verified).then(|| view! { <span class="chip draft">"待核实"</span> })}
            </span>
        </button>
    }
    .into_any()
}

fn add_unit(adding: RwSignal<bool>, chosen: Callback<UnitName>) -> AnyView {
    view! {
        <button type="button" class="button" aria-expanded=move || adding.get().to_string()
            on:click=move |_| adding.update(|adding| *adding = !*adding)>"添加单位"</button>
        {move || adding.get().then(|| add_unit_form(chosen))}
    }
    .into_any()
}
