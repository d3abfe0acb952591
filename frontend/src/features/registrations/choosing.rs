//! Choosing registrations of a list, and what can be done with several at once.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;
use domain::limits::BATCH_ITEMS_MAX;

use crate::features::registrations::actions::Actions;
use crate::features::registrations::permitted::{Recipient, may_delete};
use crate::features::registrations::row_list::RowList;
use crate::platform::viewport::is_wide;

/// 全选, in the head of a table.
pub fn choose_all_box(list: RowList) -> AnyView {
    let all_chosen = move || {
        let choosable = list.rows.with(|rows| rows.iter().filter(|row| may_delete(row)).count());
        choosable > 0 && list.chosen.count() == choosable
    };
    view! {
        <label class="choose">
            <input type="checkbox" aria-label="全选" prop:checked=all_chosen
                on:change=move |event| list.choose_all(event_target_checked(&event), may_delete) />
        </label>
    }
    .into_any()
}

/// The box of one registration, where something can be done with it. `about` names it to who hears it.
pub fn choose_box(list: RowList, row: &RegistrationRow, about: &str) -> AnyView {
    if !may_delete(row) {
        return ().into_any();
    }
    let (shown, id) = (row.id.clone(), row.id.clone());
    view! {
        <label class="choose">
            <input type="checkbox" aria-label=format!("选择 {about}") prop:checked=move || list.is_chosen(&shown)
                on:change=move |event| list.choose(&id, event_target_checked(&event)) />
        </label>
    }
    .into_any()
}

/// Above the list. At a desk everything stands there; on a phone the `new_buttons`, until something is chosen. They are told
/// whether they stand at a desk. `submit` are the words for 批量提交 to the own unit.
pub fn toolbar(list: RowList, actions: Actions, new_buttons: fn(bool) -> AnyView, submit: &'static str) -> AnyView {
    let chosen = Memo::new(move |_| list.chosen.count());
    let some = Memo::new(move |_| chosen.get() > 0);
    (move || {
        if is_wide() {
            return at_desk(list, actions, new_buttons(true), submit, chosen);
        }
        (move || if some.get() { batch_bar(list, actions, submit, chosen) } else { new_buttons(false) }).into_any()
    })
    .into_any()
}

fn at_desk(
    list: RowList,
    actions: Actions,
    new_buttons: AnyView,
    submit: &'static str,
    chosen: Memo<usize>,
) -> AnyView {
    view! {
        <div class="toolbar">
            {new_buttons}
            {batch_buttons(list, actions, submit)}
            <span class="small muted" role="status">{move || counted(chosen.get())}</span>
        </div>
    }
    .into_any()
}

fn batch_bar(list: RowList, actions: Actions, submit: &'static str, chosen: Memo<usize>) -> AnyView {
    let choose_all = move |_| list.choose_all(true, may_delete);
    let choose_none = move |_| list.choose_all(false, may_delete);
    view! {
        <div class="card batch-bar" role="group" aria-label="对所选的登记">
            <p class="spread">
                <span role="status">{move || counted(chosen.get())}</span>
                <span class="row">
                    <button type="button" class="button quiet" on:click=choose_all>"全选"</button>
                    <button type="button" class="button quiet" on:click=choose_none>"取消选择"</button>
                </span>
            </p>
            {batch_buttons(list, actions, submit)}
        </div>
    }
    .into_any()
}

fn counted(chosen: usize) -> Option<String> {
    match chosen {
        0 => None,
        count if count > BATCH_ITEMS_MAX => Some(format!("已选 {count} 条，一次最多 {BATCH_ITEMS_MAX} 条")),
        count => Some(format!("已选 {count} 条")),
    }
}

fn batch_buttons(list: RowList, actions: Actions, submit: &'static str) -> AnyView {
    let chosen = move || list.chosen_rows();
    view! {
        <button type="button" class="button" on:click=move |_| actions.submit(chosen(), Recipient::OwnUnit)>{submit}</button>
        <button type="button" class="button"
            on:click=move |_| actions.submit(chosen(), Recipient::SupervisingDepartment)>
            "提交至主管部门审核"
        </button>
        <button type="button" class="button danger" on:click=move |_| actions.delete(chosen())>"批量删除"</button>
    }
    .into_any()
}
