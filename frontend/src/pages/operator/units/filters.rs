//! The search of 单位管理.

use crate::prelude::*;
use domain::contract::directory::FindUnitsRequest;
use domain::region::Region;
use web_sys::HtmlDetailsElement;

use crate::components::form::field::{Bound, Field, FormErrors, Typing, text_field};
use crate::components::form::segmented::segmented;
use crate::features::units::region_tree::region_tree;
use crate::pages::operator::units::{Page, state_name, state_named};

const TEXT: Field = Field::optional("text", "单位名称或统一社会信用代码");
const STATES: &[(&str, &str)] =
    &[("", "全部"), ("unverified", "待核实"), ("supervising", "主管部门"), ("disabled", "已停用")];

pub fn filters(page: Page) -> AnyView {
    let text = RwSignal::new(page.filter.with_untracked(|filter| filter.text.clone()));
    let errors = FormErrors::new("units-filter", Signal::stored(Default::default()));
    let current = move || FindUnitsRequest {
        text: text.get_untracked().trim().to_owned(),
        page: 0,
        ..page.filter.get_untracked()
    };
    let state = Bound::new(
        move || page.filter.with(|filter| state_name(filter.state).to_owned()),
        move |name: String| page.search(FindUnitsRequest { state: state_named(&name), ..current() }),
    );
    let reset = move |_| {
        text.set(String::new());
        page.search(FindUnitsRequest::default());
    };
    let tree_open = RwSignal::new(false);
    let chosen = Callback::new(move |region: Option<Region>| {
        tree_open.set(false);
        let region = region.map(|region| region.as_str().to_owned()).unwrap_or_default();
        page.search(FindUnitsRequest { region, ..current() });
    });
    let region_words = move || match Region::parse(&page.filter.read().region) {
        Some(region) => format!("单位属地：{}", region.full_name()),
        None => "单位属地：不限".to_owned(),
    };
    view! {
        <form class="results-filters" role="search" aria-label="查询单位" novalidate
            on:submit=move |event| { event.prevent_default(); page.search(current()) }>
            {text_field(errors, TEXT, Typing::SEARCH, text.into())}
            <div class="field status-field">
                <span class="legend">"状态"</span>
                {segmented("unit-state".to_owned(), "状态", STATES, state)}
            </div>
            <div class="row filter-buttons">
                <button type="submit" class="button primary">"查询"</button>
                <button type="button" class="button" on:click=reset>"重置"</button>
            </div>
        </form>
        <details class="regions" prop:open=move || tree_open.get()
            on:toggle=move |event| tree_open.set(event_target::<HtmlDetailsElement>(&event).open())>
            <summary>{region_words}</summary>
            {region_tree(chosen)}
        </details>
    }
    .into_any()
}
