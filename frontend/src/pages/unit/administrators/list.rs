//! The administrators, as a table at a desk and as cards on a phone.

use crate::prelude::*;
use domain::contract::unit_management::AdministratorRow;

use crate::components::list::loaded::empty;
use crate::pages::unit::administrators::{Found, Page};
use crate::platform::viewport::is_wide;

pub fn list(page: Page, found: &Found, is_filtered: bool) -> AnyView {
    if found.administrators.is_empty() && is_filtered {
        return empty("没有符合条件的管理员", "请换一个身份证号或姓名。", None);
    }
    if found.administrators.is_empty() {
        return empty("还没有管理员", "请先新增一位总管理员（不选管理部门），由其审核本单位人员的学时。", None);
    }
    let found = found.clone();
    (move || if is_wide() { table(page, &found) } else { cards(page, &found) }).into_any()
}

fn table(page: Page, found: &Found) -> AnyView {
    let lines = found.administrators.iter().map(|row| line(page, found, row)).collect_view();
    view! {
        <div class="card table-card">
            <table class="plain-table">
                <caption class="hidden-text">"单位管理员"</caption>
                <thead><tr>
                    <th scope="col">"姓名"</th>
                    <th scope="col">"身份证号"</th>
                    <th scope="col">"联系电话"</th>
                    <th scope="col">"是否在编"</th>
                    <th scope="col">"管理部门"</th>
                    <th scope="col">"登录系统"</th>
                    <th scope="col">"分管工作"</th>
                    <th scope="col">"操作"</th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(page: Page, found: &Found, row: &AdministratorRow) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="short">{row.name.clone()}</th>
            <td class="digits">{row.identity_masked.clone()}</td>
            <td class="digits">{row.mobile_masked.clone()}</td>
            <td class="tight">{on_staff(row)}</td>
            <td>{found.scope(row)}</td>
            <td>{sign_in(row)}</td>
            <td>{row.duties.clone()}</td>
            <td>{actions(page, row)}</td>
        </tr>
    }
    .into_any()
}

fn cards(page: Page, found: &Found) -> AnyView {
    let card = |row: &AdministratorRow| {
        let duties = (!row.duties.is_empty()).then(|| format!("分管工作：{}", row.duties));
        view! {
            <article class="card registration">
                <div class="spread"><h2>{row.name.clone()}</h2><span>{found.scope(row)}</span></div>
                <p class="small muted digits">{format!("{} · {}", row.identity_masked, row.mobile_masked)}</p>
                <p class="small muted">{on_staff(row)}" "{duties}</p>
                <p class="row small">{sign_in(row)}</p>
                {actions(page, row)}
            </article>
        }
    };
    view! { <div class="stack">{found.administrators.iter().map(card).collect_view()}</div> }.into_any()
}

fn on_staff(row: &AdministratorRow) -> &'static str {
    if row.on_staff { "在编" } else { "非编" }
}

fn sign_in(row: &AdministratorRow) -> AnyView {
    if !row.may_sign_in {
        return view! { <span class="chip draft">"✕ 不允许"</span> }.into_any();
    }
    let initial = row.initial_password_until.map(|until| format!("初始密码，{} 前有效", until.display()));
    view! {
        <span class="chip ok">"✓ 允许"</span>
        {initial.map(|words| view! { <span class="small muted">{words}</span> })}
    }
    .into_any()
}

fn actions(page: Page, row: &AdministratorRow) -> AnyView {
    let (edited, reset, deleted) = (row.clone(), row.clone(), row.clone());
    let name = &row.name;
    view! {
        <div class="actions">
            <button type="button" class="button quiet" aria-label=format!("修改 {name}")
                on:click=move |_| page.edit(Some(edited.clone()))>"修改"</button>
            <button type="button" class="button quiet" aria-label=format!("重置密码 {name}")
                on:click=move |_| { page.about.set(Some(reset.clone())); page.reset_open.set(true) }>"重置密码"</button>
            <button type="button" class="button quiet danger" aria-label=format!("删除 {name}")
                on:click=move |_| { page.about.set(Some(deleted.clone())); page.delete_open.set(true) }>"删除"</button>
        </div>
    }
    .into_any()
}
