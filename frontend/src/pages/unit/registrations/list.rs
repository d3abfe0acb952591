//! What the unit has entered, as a table at a desk and as cards on a phone.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;

use crate::apps::unit::route::Route;
use crate::components::list::figures::{hours_figure, in_parts};
use crate::components::list::windowed::{Shape, windowed};
use crate::components::page::status_chip::{standing, status_chip};
use crate::features::registrations::choosing::{choose_all_box, choose_box};
use crate::features::registrations::row_actions::{RowLinks, row_actions as of_row};
use crate::features::registrations::row_list::RowList;
use crate::features::registrations::wording::{end_text, start_text, type_name};
use crate::pages::unit::registrations::Page;
use crate::platform::viewport::is_wide;

const COLUMNS: usize = 10;

pub fn list(page: Page) -> AnyView {
    (move || if is_wide() { table(page) } else { cards(page) }).into_any()
}

fn table(page: Page) -> AnyView {
    view! {
        <div class="card table-card">
            <table class="entered-table">
                <caption class="hidden-text">"专业科目学时登记"</caption>
                <thead>
                    <tr>
                        <td>{choose_all_box(page.list)}</td>
                        <th scope="col">"操作"</th>
                        <th scope="col">"年度"</th>
                        <th scope="col">"姓名"</th>
                        <th scope="col">"认定内容"</th>
                        <th scope="col">"开始日期"</th>
                        <th scope="col">"结束日期/获得日期"</th>
                        <th scope="col" class="number">"学时"</th>
                        <th scope="col">"认定类型"</th>
                        <th scope="col">"状态"</th>
                    </tr>
                </thead>
                {windowed(page.list.rows.into(), Shape::Table { columns: COLUMNS }, RowList::key, move |row| line(page, row))}
            </table>
        </div>
    }
    .into_any()
}

fn line(page: Page, row: RegistrationRow) -> AnyView {
    let chosen = row.id.clone();
    let standing = standing(&row).map(|words| view! { <p class="small muted">{words}</p> });
    view! {
        <tr class:chosen=move || page.list.is_chosen(&chosen)>
            <td>{choose_box(page.list, &row, &about(&row))}</td>
            <td><div class="actions">{row_actions(page, &row)}</div></td>
            <td class="tight">{row.credited_year}</td>
            <td>{row.person_name.clone()}</td>
            <th scope="row">{row.title.clone()}</th>
            <td>{in_parts(&start_text(&row.period))}</td>
            <td>{in_parts(&end_text(&row.period))}</td>
            <td class="number">{row.approved_hours.unwrap_or(row.claimed_hours).to_string()}</td>
            <td class="type">{type_name(&row.subcategory)}</td>
            <td>{status_chip(row.status)} {standing}</td>
        </tr>
    }
    .into_any()
}

fn cards(page: Page) -> AnyView {
    windowed(page.list.rows.into(), Shape::Cards, RowList::key, move |row| card(page, row))
}

fn card(page: Page, row: RegistrationRow) -> AnyView {
    let chosen = row.id.clone();
    view! {
        <article class="card registration" class:chosen=move || page.list.is_chosen(&chosen)>
            <div class="spread">
                <h2>{row.person_name.clone()}</h2>
                {hours_figure(row.approved_hours.unwrap_or(row.claimed_hours))}
            </div>
            <p>{row.title.clone()}</p>
            <p class="small muted">{format!("{} · {} 年", type_name(&row.subcategory), row.credited_year)}</p>
            <p class="small muted">{row.period.display()}</p>
            <p class="row small">{status_chip(row.status)} {standing(&row)}</p>
            <div class="actions">{row_actions(page, &row)} {choose_box(page.list, &row, &about(&row))}</div>
        </article>
    }
    .into_any()
}

/// What a row is called where it is heard.
fn about(row: &RegistrationRow) -> String {
    format!("{} {}", row.person_name, row.title)
}

fn row_actions(page: Page, row: &RegistrationRow) -> AnyView {
    let (about, shown) = (about(row), row.clone());
    let show = move |_| {
        page.shown.set(Some(shown.clone()));
        page.sheet_open.set(true);
    };
    let show = view! {
        <button type="button" class="button quiet" aria-description=about.clone() on:click=show>"查看"</button>
    }
    .into_any();
    let edit = format!("{}?id={}", Route::RegistrationForm.path(), row.id);
    of_row(page.actions, row, RowLinks { about, show, edit })
}
