//! Registrations at a desk, in the columns of the manual.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;

use crate::components::list::figures::in_parts;
use crate::components::list::windowed::{Shape, windowed};
use crate::components::page::status_chip::{standing, status_chip};
use crate::features::registrations::choosing::{choose_all_box, choose_box};
use crate::features::registrations::row_list::RowList;
use crate::features::registrations::wording::{end_text, start_text, type_name};
use crate::pages::professional::registrations::Page;
use crate::pages::professional::registrations::row_actions::row_actions;

const COLUMNS: usize = 9;

pub fn table(page: Page) -> AnyView {
    view! {
        <div class="card table-card">
            <table class="own-table">
                <caption class="hidden-text">"学时登记"</caption>
                <thead>
                    <tr>
                        <td>{choose_all_box(page.list)}</td>
                        <th scope="col">"操作"</th>
                        <th scope="col">"年度"</th>
                        <th scope="col">"认定内容"</th>
                        <th scope="col">"开始日期"</th>
                        <th scope="col">"结束日期/获得日期"</th>
                        <th scope="col" class="number">"学时"</th>
                        <th scope="col">"认定类型"</th>
                        <th scope="col">"状态"</th>
                    </tr>
                </thead>
                {windowed(page.rows.into(), Shape::Table { columns: COLUMNS }, RowList::key, move |row| line(page, row))}
            </table>
        </div>
    }
    .into_any()
}

fn line(page: Page, row: RegistrationRow) -> AnyView {
    let chosen_id = row.id.clone();
    let standing = standing(&row).map(|words| view! { <p class="small muted">{words}</p> });
    view! {
        <tr class:chosen=move || page.list.is_chosen(&chosen_id)>
            <td>{choose_box(page.list, &row, &row.title)}</td>
            <td><div class="actions">{row_actions(page.actions, &row)}</div></td>
            <td class="tight">{row.credited_year}</td>
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
