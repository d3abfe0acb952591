//! 批量通过审核 and 批量不通过审核, and the keys beside them.

use crate::prelude::*;
use domain::limits::BATCH_ITEMS_MAX;

use crate::components::feedback::live_region::say;
use crate::pages::unit::review::desk::Desk;
use crate::pages::unit::review::keys::KeysOn;
use crate::platform::viewport::is_wide;

pub fn toolbar(desk: Desk, keys_on: KeysOn) -> AnyView {
    let chosen = Memo::new(move |_| desk.list.chosen.count());
    (move || if is_wide() { of_desk(desk, chosen, keys_on) } else { of_phone(desk, chosen) }).into_any()
}

fn of_desk(desk: Desk, chosen: Memo<usize>, keys_on: KeysOn) -> AnyView {
    let hints = move || {
        keys_on.0.get().then(|| {
            view! {
                <span class="small muted key-hints">
                    <kbd>"j"</kbd>" "<kbd>"k"</kbd>" 移动 · "<kbd>"a"</kbd>" 通过 · "<kbd>"r"</kbd>" 不通过"
                </span>
            }
        })
    };
    view! {
        <div class="toolbar review-toolbar">
            {batch_buttons(desk, chosen)}
            {hints}
            <button type="button" class="button quiet" on:click=move |_| desk.help_open.set(true)>
                "快捷键"<kbd aria-hidden="true">"?"</kbd>
            </button>
            {load_many(desk)}
            <span class="hidden-text" role="status">{move || counted(chosen.get())}</span>
        </div>
    }
    .into_any()
}

/// Loads as much of a long queue as one batch takes, so that it can be chosen at once.
fn load_many(desk: Desk) -> AnyView {
    let pages = desk.list.pages;
    let offered = Memo::new(move |_| pages.has_more() && pages.rows.with(Vec::len) < BATCH_ITEMS_MAX);
    (move || {
        offered.get().then(|| {
            view! {
                <button type="button" class="button quiet" aria-busy=move || pages.is_busy().to_string()
                    on:click=move |_| pages.load_up_to(BATCH_ITEMS_MAX)>
                    {format!("加载前 {BATCH_ITEMS_MAX} 条")}
                </button>
            }
        })
    })
    .into_any()
}

/// On a phone the buttons come up when something is chosen.
fn of_phone(desk: Desk, chosen: Memo<usize>) -> AnyView {
    let some = Memo::new(move |_| chosen.get() > 0);
    let none = move |_| desk.list.chosen.clear();
    (move || {
        if !some.get() {
            return load_many(desk);
        }
        view! {
            <div class="card batch-bar" role="group" aria-label="对所选的登记">
                <p class="spread">
                    <span role="status">{move || counted(chosen.get())}</span>
                    <button type="button" class="button quiet" on:click=none>"取消选择"</button>
                </p>
                {batch_buttons(desk, chosen)}
            </div>
        }
        .into_any()
    })
    .into_any()
}

fn counted(chosen: usize) -> Option<String> {
    (chosen > 0).then(|| format!("已选 {chosen} 条"))
}

fn batch_buttons(desk: Desk, chosen: Memo<usize>) -> AnyView {
    let approve_name = move || match chosen.get() {
        0 => "批量通过审核".to_owned(),
        count => format!("批量通过审核（{count}）"),
    };
    let ask = move |_: leptos::ev::MouseEvent| say("请先勾选要审核的登记");
    let approve = move |event| {
        if chosen.get_untracked() == 0 { ask(event) } else { desk.confirm_open.set(true) }
    };
    let reject = move |event| match desk.list.chosen_rows() {
        rows if rows.is_empty() => ask(event),
        rows => desk.ask_for_opinion(rows),
    };
    view! {
        <button type="button" class="button primary" on:click=approve>{approve_name}</button>
        <button type="button" class="button danger" on:click=reject>"批量不通过审核"</button>
    }
    .into_any()
}
