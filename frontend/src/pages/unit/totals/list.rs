//! People and their hours, as a table at a desk and as cards on a phone.

use crate::prelude::*;
use domain::contract::registrations::PersonTotals;

use crate::components::list::windowed::{Shape, windowed};
use crate::features::registrations::wording::missing_hours;
use crate::pages::unit::totals::{Kind, Page};
use crate::platform::viewport::is_wide;

pub fn list(page: Page) -> AnyView {
    (move || if is_wide() { table(page) } else { cards(page) }).into_any()
}

fn key(row: &PersonTotals) -> String {
    row.person.to_string()
}

fn table(page: Page) -> AnyView {
    let (all, columns) = match page.kind {
        Kind::Specialty => (false, 5),
        Kind::All => (true, 8),
    };
    view! {
        <div class="card table-card">
            <table class="totals-table">
                <caption class="hidden-text">{page.kind.title()}</caption>
                <thead>
                    <tr>
                        <th scope="col">"年度"</th>
                        <th scope="col">"姓名"</th>
                        <th scope="col">"证件号码"</th>
                        <th scope="col">"部门"</th>
                        {all.then(|| view! { <th scope="col" class="number">"公需科目学时"</th> })}
                        <th scope="col" class="number">"专业科目学时"</th>
                        {all.then(|| view! { <th scope="col" class="number">"总学时"</th><th scope="col">"达标情况"</th> })}
                    </tr>
                </thead>
                {windowed(page.list.rows.into(), Shape::Table { columns }, key, move |row| line(page, row))}
            </table>
        </div>
    }
    .into_any()
}

fn line(page: Page, row: PersonTotals) -> AnyView {
    let all = page.kind == Kind::All;
    let year = page.filter.with_untracked(|filter| filter.year);
    let department = row.department.clone();
    view! {
        <tr>
            <td class="tight">{year}</td>
            <th scope="row" class="short">{row.name.clone()}</th>
            <td class="digits">{row.identity_masked.clone()}</td>
            <td>{move || page.department(department.as_ref())}</td>
            {all.then(|| view! { <td class="number">{row.totals.common.to_string()}</td> })}
            <td class="number">{row.totals.specialty.to_string()}</td>
            {all.then(|| view! {
                <td class="number"><strong>{row.totals.total().to_string()}</strong></td>
                <td>{fulfilment(page, &row)}</td>
            })}
        </tr>
    }
    .into_any()
}

fn cards(page: Page) -> AnyView {
    windowed(page.list.rows.into(), Shape::Cards, key, move |row| card(page, row))
}

fn card(page: Page, row: PersonTotals) -> AnyView {
    let all = page.kind == Kind::All;
    let department = row.department.clone();
    let figure = if all { row.totals.total() } else { row.totals.specialty };
    let parts = format!("公需 {} · 专业 {}", row.totals.common, row.totals.specialty);
    view! {
        <article class="card registration">
            <div class="spread">
                <h2>{row.name.clone()}</h2>
                <p class="hours"><span class="figure">{figure.to_string()}</span>" "<span class="unit">"学时"</span></p>
            </div>
            <p class="small muted digits">{row.identity_masked.clone()}</p>
            <p class="small muted">{move || page.department(department.as_ref())}</p>
            {all.then(|| view! { <p class="small muted">{parts}</p> <p class="small">{fulfilment(page, &row)}</p> })}
        </article>
    }
    .into_any()
}

/// 已达标, or what is missing; by sign and word as well as colour.
fn fulfilment(page: Page, row: &PersonTotals) -> AnyView {
    let requirement = page.requirement.get_untracked();
    match row.fulfilled {
        None => "无要求".into_any(),
        Some(true) => view! { <span class="chip ok"><span aria-hidden="true">"✓"</span>"已达标"</span> }.into_any(),
        Some(false) => {
            let missing = missing_hours(row.totals, requirement).unwrap_or_default();
            view! {
                <span class="chip wait"><span aria-hidden="true">"◷"</span>"未达标"</span>" "
                <span class="small muted">{format!("还差 {missing}")}</span>
            }
            .into_any()
        }
    }
}
