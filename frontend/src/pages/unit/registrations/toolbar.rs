//! 新登记培训 导入学员培训信息 批量删除 提交至主管部门审核 批量提交审核

use crate::prelude::*;
use domain::limits::BATCH_ITEMS_MAX;

use super::Page;
use crate::pages::registering::actions::{Recipient, may_delete};
use crate::pages::unit::route::Route;
use crate::viewport::is_wide;

pub fn toolbar(page: Page) -> AnyView {
    let chosen = Memo::new(move |_| page.list.chosen.with(std::collections::BTreeSet::len));
    (move || if is_wide() { of_desk(page, chosen) } else { of_phone(page, chosen) }).into_any()
}

fn of_desk(page: Page, chosen: Memo<usize>) -> AnyView {
    view! {
        <div class="toolbar">
            {ways_in()}
            {batch_buttons(page)}
            <span class="small muted" role="status">{move || counted(chosen.get())}</span>
        </div>
    }
    .into_any()
}

/// On a phone the buttons for several come up when something is chosen.
fn of_phone(page: Page, chosen: Memo<usize>) -> AnyView {
    let some = Memo::new(move |_| chosen.get() > 0);
    let choose_all = move |_| page.list.choose_all(true, may_delete);
    let choose_none = move |_| page.list.choose_all(false, may_delete);
    (move || {
        if !some.get() {
            return view! { <div class="toolbar">{ways_in()}</div> }.into_any();
        }
        view! {
            <div class="card batch-bar" role="group" aria-label="对所选的登记">
                <p class="spread">
                    <span role="status">{move || counted(chosen.get())}</span>
                    <span class="row">
                        <button type="button" class="button quiet" on:click=choose_all>"全选"</button>
                        <button type="button" class="button quiet" on:click=choose_none>"取消选择"</button>
                    </span>
                </p>
                {batch_buttons(page)}
            </div>
        }
        .into_any()
    })
    .into_any()
}

fn ways_in() -> AnyView {
    view! {
        <a class="button primary" href=Route::RegistrationForm.path()>"新登记培训"</a>
        <a class="button" href=Route::Import.path()>"导入学员培训信息"</a>
    }
    .into_any()
}

fn counted(chosen: usize) -> Option<String> {
    match chosen {
        0 => None,
        count if count > BATCH_ITEMS_MAX => Some(format!("已选 {count} 条,一次最多 {BATCH_ITEMS_MAX} 条")),
        count => Some(format!("已选 {count} 条")),
    }
}

fn batch_buttons(page: Page) -> AnyView {
    let chosen = move || page.list.chosen_rows();
    view! {
        <button type="button" class="button" on:click=move |_| page.actions.submit(chosen(), Recipient::OwnUnit)>
            "批量提交审核"
        </button>
        <button type="button" class="button"
            on:click=move |_| page.actions.submit(chosen(), Recipient::SupervisingDepartment)>
            "提交至主管部门审核"
        </button>
        <button type="button" class="button danger" on:click=move |_| page.actions.delete(chosen())>"批量删除"</button>
    }
    .into_any()
}
