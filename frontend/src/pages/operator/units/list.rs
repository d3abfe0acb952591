//! The units of one page, as a table at a desk and as cards on a phone, and the way to every other page.

use crate::prelude::*;
use domain::contract::directory::{FindUnitsRequest, FoundUnit, FoundUnits};
use domain::limits::UNIT_HITS_PER_PAGE;

use super::{Page, chips, unit_path};
use crate::components::figures::marked;
use crate::viewport::is_wide;

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

/// 上一页, 下一页, and any page by its number.
pub fn pages(page: Page, total: u32) -> AnyView {
    let last = total.div_ceil(UNIT_HITS_PER_PAGE as u32).max(1);
    if last == 1 {
        return ().into_any();
    }
    let current = page.filter.with_untracked(|filter| filter.page).min(last - 1);
    let turn = move |to: u32| {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        page.search(FindUnitsRequest { page: to, ..page.filter.get_untracked() });
    };
    let jump = move |event| {
        let typed = event_target_value(&event).trim().parse::<u32>().unwrap_or(current + 1);
        turn(typed.clamp(1, last) - 1);
    };
    view! {
        <nav class="pages" aria-label="分页">
            <button type="button" class="button" disabled={current == 0} on:click=move |_| turn(current - 1)>"上一页"</button>
            <label class="page-number">
                "第"
                <input type="text" inputmode="numeric" autocomplete="off" aria-label="页码" value=(current + 1).to_string()
                    on:change=jump />
                <span class="digits">{format!("/ {last} 页")}</span>
            </label>
            <button type="button" class="button" disabled={current + 1 >= last} on:click=move |_| turn(current + 1)>"下一页"</button>
        </nav>
    }
    .into_any()
}
