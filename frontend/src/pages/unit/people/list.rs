//! The people, as a table at a desk and as cards on a phone.

use crate::prelude::*;
use domain::contract::people::PersonRow;
use domain::id::PersonId;

use crate::components::list::windowed::{Shape, windowed};
use crate::pages::unit::people::{Page, PeopleDialog};
use crate::platform::viewport::is_wide;

const COLUMNS: usize = 6;

pub fn list(page: Page) -> AnyView {
    let shown = move || if is_wide() { table(page) } else { cards(page) };
    view! { {page.moves.then(|| toolbar(page))} {shown} }.into_any()
}

fn toolbar(page: Page) -> AnyView {
    let move_chosen = move |_| {
        page.dialog.set(Some(PeopleDialog::MoveChosen));
    };
    view! {
        <div class="toolbar">
            <button type="button" class="button" disabled=move || page.chosen.count() == 0
                on:click=move_chosen>
                {move || format!("批量修改部门（{}）", page.chosen.count())}
            </button>
        </div>
    }
    .into_any()
}

fn key(row: &PersonRow) -> (PersonId, Option<String>) {
    (row.id.clone(), row.department.as_ref().map(|id| id.as_str().to_owned()))
}

fn choose(page: Page, row: &PersonRow) -> AnyView {
    let (id, changed) = (row.id.clone(), row.id.clone());
    let is_chosen = move || page.chosen.has(&id);
    let on_change = move |event: web_sys::Event| {
        page.chosen.choose(&changed, event_target_checked(&event));
    };
    view! {
        <label class="choose"><input type="checkbox" aria-label=format!("选择 {}", row.name)
            prop:checked=is_chosen on:change=on_change /></label>
    }
    .into_any()
}

fn choose_all(page: Page) -> AnyView {
    let on_change = move |event: web_sys::Event| {
        let yes = event_target_checked(&event);
        page.list.rows.with_untracked(|rows| {
            page.chosen.set(rows.iter().filter(|_| yes).map(|row| row.id.clone()));
        });
    };
    let is_all = move || page.list.rows.with(|rows| !rows.is_empty() && page.chosen.count() == rows.len());
    view! {
        <label class="choose"><input type="checkbox" aria-label="全选" prop:checked=is_all on:change=on_change /></label>
    }
    .into_any()
}

fn table(page: Page) -> AnyView {
    view! {
        <div class="card table-card">
            <table>
                <caption class="hidden-text">"专业技术人员"</caption>
                <thead><tr>
                    <th scope="col">{if page.moves { choose_all(page) } else { ().into_any() }}</th>
                    <th scope="col">"姓名"</th>
                    <th scope="col">"证件号码"</th>
                    <th scope="col">"手机号"</th>
                    <th scope="col">"所属部门"</th>
                    <th scope="col">"操作"</th>
                </tr></thead>
                {windowed(page.list.rows.into(), Shape::Table { columns: COLUMNS }, key, move |row| line(page, row))}
            </table>
        </div>
    }
    .into_any()
}

fn line(page: Page, row: PersonRow) -> AnyView {
    view! {
        <tr>
            <td>{page.moves.then(|| choose(page, &row))}</td>
            <th scope="row" class="short">{row.name.clone()}</th>
            <td class="digits">{row.identity_masked.clone()}</td>
            <td class="digits">{row.mobile_masked.clone()}</td>
            <td>{page.department(&row)}</td>
            <td>{actions(page, &row)}</td>
        </tr>
    }
    .into_any()
}

fn cards(page: Page) -> AnyView {
    windowed(page.list.rows.into(), Shape::Cards, key, move |row| {
        view! {
            <article class="card registration">
                <div class="spread"><h2>{row.name.clone()}</h2>{page.moves.then(|| choose(page, &row))}</div>
                <p>{page.department(&row)}</p>
                <p class="small muted digits">{format!("{} {}", row.identity_masked, row.mobile_masked)}</p>
                {actions(page, &row)}
            </article>
        }
        .into_any()
    })
}

fn actions(page: Page, row: &PersonRow) -> AnyView {
    let button = |dialog: fn(PersonRow) -> PeopleDialog, words: &'static str| {
        let about = row.clone();
        view! {
            <button type="button" class="button quiet" aria-label=format!("{words} {}", row.name)
                on:click=move |_| page.dialog.set(Some(dialog(about.clone())))>{words}</button>
        }
    };
    view! {
        <div class="actions">
            {page.moves.then(|| button(PeopleDialog::Move, "修改"))}
            {button(PeopleDialog::Code, "重置密码")}
            {page.is_chief.then(|| button(PeopleDialog::Transfer, "调出"))}
            {page.is_chief.then(|| button(PeopleDialog::Merge, "合并"))}
        </div>
    }
    .into_any()
}
