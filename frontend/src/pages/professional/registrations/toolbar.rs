//! What can be done with several registrations at once, and the way to a new one.

use crate::prelude::*;

use super::super::route::Route;
use super::Page;
use crate::location;
use crate::pages::registering::actions::{Recipient, may_delete};
use crate::viewport::is_wide;

/// At a desk all buttons stand above the table. On a phone 新登记培训 is under the thumb, until something is chosen.
pub fn toolbar(page: Page) -> AnyView {
    let chosen = Memo::new(move |_| page.list.chosen.with(std::collections::BTreeSet::len));
    (move || if is_wide() { of_desk(page, chosen) } else { of_phone(page, chosen) }).into_any()
}

fn of_desk(page: Page, chosen: Memo<usize>) -> AnyView {
    view! {
        <div class="toolbar">
            {new_button("button primary")}
            {batch_buttons(page)}
            <span class="small muted" role="status">
                {move || (chosen.get() > 0).then(|| format!("已选 {} 条", chosen.get()))}
            </span>
        </div>
    }
    .into_any()
}

fn of_phone(page: Page, chosen: Memo<usize>) -> AnyView {
    let some = Memo::new(move |_| chosen.get() > 0);
    let choose_all = move |_| page.list.choose_all(true, may_delete);
    let choose_none = move |_| page.list.choose_all(false, may_delete);
    (move || {
        if !some.get() {
            return new_button("button primary thumb");
        }
        view! {
            <div class="card batch-bar" role="group" aria-label="对所选的登记">
                <p class="spread">
                    <span role="status">{move || format!("已选 {} 条", chosen.get())}</span>
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

fn new_button(class: &'static str) -> AnyView {
    let open = |_| location::go(&Route::NewRegistration.path());
    view! { <button type="button" class=class on:click=open>"新登记培训"</button> }.into_any()
}

fn batch_buttons(page: Page) -> AnyView {
    let chosen = move || page.list.chosen_rows();
    view! {
        <button type="button" class="button" on:click=move |_| page.actions.submit(chosen(), Recipient::OwnUnit)>
            "批量提交至本单位审核"
        </button>
        <button type="button" class="button"
            on:click=move |_| page.actions.submit(chosen(), Recipient::SupervisingDepartment)>
            "提交至主管部门审核"
        </button>
        <button type="button" class="button danger" on:click=move |_| page.actions.delete(chosen())>"批量删除"</button>
    }
    .into_any()
}
