//! Registrations at a desk, in the columns of the manual.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;

use super::super::row_actions::row_actions;
use super::card::choose_box;
use super::{Page, key};
use crate::components::figures::in_parts;
use crate::components::status_chip::{standing, status_chip};
use crate::components::windowed::{Shape, windowed};
use crate::pages::registering::actions::{Recipient, may_delete};
use crate::wording::{end_text, start_text, type_name};

const COLUMNS: usize = 9;

pub fn table(page: Page) -> AnyView {
    let list = page.list;
    let all_chosen = move || {
        let choosable = list.rows.with(|rows| rows.iter().filter(|row| may_delete(row)).count());
        choosable > 0 && list.chosen.with(|chosen| chosen.len() == choosable)
    };
    view! {
        <div class="card table-card">
            <table class="own-table">
                <caption class="hidden-text">"学时登记"</caption>
                <thead>
                    <tr>
                        <td>
                            <label class="choose">
                                <input type="checkbox" aria-label="全选" prop:checked=all_chosen
                                    on:change=move |event| list.choose_all(event_target_checked(&event), may_delete) />
                            </label>
                        </td>
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
                {windowed(page.rows.into(), Shape::Table { columns: COLUMNS }, key, move |row| line(page, row))}
            </table>
        </div>
    }
    .into_any()
}

fn line(page: Page, row: RegistrationRow) -> AnyView {
    let chosen_id = row.id.clone();
    let choose = may_delete(&row).then(|| choose_box(page, &row));
    let standing = standing(&row).map(|words| view! { <p class="small muted">{words}</p> });
    view! {
        <tr class:chosen=move || page.list.is_chosen(&chosen_id)>
            <td>{choose}</td>
            <td><div class="actions">{row_actions(page.actions, row.clone(), Recipient::OwnUnit)}</div></td>
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
