//! What the unit has entered, as a table at a desk and as cards on a phone.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;

use super::Page;
use crate::components::figures::{hours_figure, in_parts};
use crate::components::status_chip::{standing, status_chip};
use crate::components::windowed::{Shape, windowed};
use crate::pages::registering::actions::{
    DELETE, Recipient, SUBMIT, WITHDRAW, may_delete, may_edit, may_submit, may_withdraw,
};
use crate::pages::unit::route::Route;
use crate::viewport::is_wide;
use crate::wording::{end_text, start_text, type_name};

const COLUMNS: usize = 10;

pub fn list(page: Page) -> AnyView {
    (move || if is_wide() { table(page) } else { cards(page) }).into_any()
}

/// A row is built anew when it has changed.
fn key(row: &RegistrationRow) -> (String, u32) {
    (row.id.to_string(), row.version)
}

fn table(page: Page) -> AnyView {
    let list = page.list;
    let all_chosen = move || {
        let choosable = list.rows.with(|rows| rows.iter().filter(|row| may_delete(row)).count());
        choosable > 0 && list.chosen.with(|chosen| chosen.len() == choosable)
    };
    view! {
        <div class="card table-card">
            <table class="entered-table">
                <caption class="hidden-text">"专业科目学时登记"</caption>
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
                        <th scope="col">"姓名"</th>
                        <th scope="col">"认定内容"</th>
                        <th scope="col">"开始日期"</th>
                        <th scope="col">"结束日期/获得日期"</th>
                        <th scope="col" class="number">"学时"</th>
                        <th scope="col">"认定类型"</th>
                        <th scope="col">"状态"</th>
                    </tr>
                </thead>
                {windowed(list.rows.into(), Shape::Table { columns: COLUMNS }, key, move |row| line(page, row))}
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
            <td>{choose_box(page, &row)}</td>
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
    windowed(page.list.rows.into(), Shape::Cards, key, move |row| card(page, row))
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
            <div class="actions">{row_actions(page, &row)} {choose_box(page, &row)}</div>
        </article>
    }
    .into_any()
}

/// The box that chooses a registration for a batch.
fn choose_box(page: Page, row: &RegistrationRow) -> AnyView {
    if !may_delete(row) {
        return ().into_any();
    }
    let (shown, id) = (row.id.clone(), row.id.clone());
    let label = format!("选择 {} {}", row.person_name, row.title);
    view! {
        <label class="choose">
            <input type="checkbox" aria-label=label prop:checked=move || page.list.is_chosen(&shown)
                on:change=move |event| page.list.choose(&id, event_target_checked(&event)) />
        </label>
    }
    .into_any()
}

/// 提交 撤回 查看 修改 删除, as the status allows. They name the registration to who hears them.
fn row_actions(page: Page, row: &RegistrationRow) -> AnyView {
    let about = format!("{} {}", row.person_name, row.title);
    let button = |name: &'static str, class: &'static str, act: Callback<RegistrationRow>| {
        let row = row.clone();
        view! {
            <button type="button" class=class aria-description=about.clone() on:click=move |_| act.run(row.clone())>
                {name}
            </button>
        }
    };
    let submit = Callback::new(move |row| page.actions.submit(vec![row], Recipient::OwnUnit));
    let withdraw = Callback::new(move |row| page.actions.withdraw(vec![row]));
    let delete = Callback::new(move |row| page.actions.delete(vec![row]));
    let show = Callback::new(move |row| {
        page.shown.set(Some(row));
        page.sheet_open.set(true);
    });
    let edit = format!("{}?id={}", Route::RegistrationForm.path(), row.id);
    view! {
        {may_submit(row).then(|| button(SUBMIT, "button quiet", submit))}
        {may_withdraw(row).then(|| button(WITHDRAW, "button quiet", withdraw))}
        {button("查看", "button quiet", show)}
        {may_edit(row).then(|| view! {
            <a class="button quiet" href=edit aria-description=about.clone()>"修改"</a>
        })}
        {may_delete(row).then(|| button(DELETE, "button quiet danger", delete))}
    }
    .into_any()
}
