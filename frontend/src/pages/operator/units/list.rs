//! The units of one page, as a table at a desk and as cards on a phone, and the way to every other page.

use crate::prelude::*;
use domain::contract::directory::{FindUnitsRequest, FoundUnit, FoundUnits};

use crate::components::list::figures::marked;
use crate::components::list::pager::pager;
use crate::pages::operator::units::{Page, chips, unit_path};
use crate::platform::viewport::is_wide;

pub fn list(page: Page, found: &FoundUnits) -> AnyView {
    let text = page.filter.with_untracked(|filter| filter.text.clone());
    let units = found.units.clone();
    (move || if is_wide() { table(&units, &text) } else { cards(&units, &text) }).into_any()
}

fn table(units: &[FoundUnit], text: &str) -> AnyView {
    let line = |unit: &FoundUnit| {
        view! {
            <tr>
                <th scope="row"><a href=unit_path(&unit.id)>{marked(&unit.name, text)}</a></th>
                <td class="digits">{marked(unit.credit_code.as_str(), text)}</td>
                <td>{unit.region.full_name()}</td>
                <td>{chips(unit)}</td>
            </tr>
        }
    };
    view! {
        <div class="card table-card">
            <table class="console-table">
                <caption class="hidden-text">"单位"</caption>
                <thead><tr>
                    <th scope="col">"单位名称"</th>
                    <th scope="col">"统一社会信用代码"</th>
                    <th scope="col">"单位属地"</th>
                    <th scope="col">"状态"</th>
                </tr></thead>
                <tbody>{units.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn cards(units: &[FoundUnit], text: &str) -> AnyView {
    let card = |unit: &FoundUnit| {
        view! {
            <article class="card registration unit-card">
                <h2><a href=unit_path(&unit.id)>{marked(&unit.name, text)}</a></h2>
                <p class="small muted digits">{marked(unit.credit_code.as_str(), text)}</p>
                <p class="small muted">{unit.region.full_name()}</p>
                {chips(unit)}
            </article>
        }
    };
    view! { <div class="stack">{units.iter().map(card).collect_view()}</div> }.into_any()
}

/// The way to every other page, by its number too.
pub fn pages(page: Page) -> AnyView {
    let turn = Callback::new(move |to| {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        page.search(FindUnitsRequest { page: to, ..page.filter.get_untracked() });
    });
    let number = move || (page.shown.get().0 + 1).to_string();
    let jump = move |event| {
        let (current, pages) = page.shown.get_untracked();
        let typed = event_target_value(&event).trim().parse::<u32>().unwrap_or(current + 1);
        turn.run(typed.clamp(1, pages) - 1);
    };
    let place = view! {
        <label class="page-number">
            "第"
            <input type="text" inputmode="numeric" autocomplete="off" aria-label="页码" prop:value=number on:change=jump />
            <span class="digits">{move || format!("/ {} 页", page.shown.get().1)}</span>
        </label>
    };
    pager(page.shown.into(), turn, place.into_any())
}
