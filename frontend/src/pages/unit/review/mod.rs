//! 专业科目学时审核 and 专业科目学时终审: what waits for a decision, with its evidence beside it.

mod batch;
mod batch_dialogs;
mod batch_run;
mod cards;
mod deciding;
mod desk;
mod filters;
mod groups;
mod judgement;
mod keys;
mod keys_dialog;
mod news;
mod pane;
mod reject_dialog;
mod table;
mod toolbar;
mod undo;
mod undoable;

use crate::prelude::*;
use domain::contract::reviews::SearchPendingRequest;
use domain::review::Stage;

use crate::components::list::loaded::empty;
use crate::components::page::heading::heading;
use crate::features::registrations::pending_age::oldest_waits;
use crate::features::registrations::wording::review_name;
use crate::platform::clock::device_now;
use crate::platform::viewport::is_wide;
use desk::Desk;
use keys::KeysOn;

/// PRODUCT 4.4, word for word as in the manual.
const NOTICE: &str = "认定内容必须属于专业技术人员从事专业工作应当掌握的专业知识，由用人单位或行业主管部门根据其所聘岗位和所从事专业确定";

pub fn review_page(stage: Stage) -> AnyView {
    let desk = Desk::new(stage);
    desk.search();
    let keys_on = KeysOn::load();
    keys::listen(desk, keys_on);
    news::watch(desk);
    let filters_open = RwSignal::new(false);
    let is_empty = Memo::new(move |_| desk.list.pages.is_empty());
    let waiting = move || desk.list.rows.with(|rows| oldest_waits(rows, device_now()));
    view! {
        <header class="page-head review-head">
            {heading(review_name(stage).to_owned())}
            <p class="small muted waiting">{waiting}</p>
            {move || (!is_wide()).then(|| view! {
                <button type="button" class="button quiet" aria-expanded=move || filters_open.get().to_string()
                    on:click=move |_| filters_open.update(|open| *open = !*open)>"筛选"</button>
            })}
        </header>
        <div class="split" class:single=is_empty>
            <div class="stack">
                {move || (is_wide() || filters_open.get()).then(|| filters::filters(desk))}
                <p class="notice">{NOTICE}</p>
                {toolbar::toolbar(desk, keys_on)}
                {undo::undo_bar(desk)}
                {desk.list.pages.view(move || nothing(desk), move || rows(desk))}
            </div>
            {move || (is_wide() && !is_empty.get()).then(|| pane::aside(desk))}
        </div>
        {batch_dialogs::confirm_dialog(desk)}
        {pane::phone_sheet(desk)}
        {reject_dialog::reject_dialog(desk)}
        {batch_dialogs::batch_dialog(desk)}
        {keys_dialog::keys_dialog(desk, keys_on)}
    }
    .into_any()
}

fn nothing(desk: Desk) -> AnyView {
    let all = SearchPendingRequest { stage: Some(desk.stage), ..Default::default() };
    if desk.filter.with_untracked(|filter| *filter != all) {
        return empty("没有符合条件的登记", "请放宽查询条件，或点“重置”查看全部待审核的登记。", None);
    }
    let again = view! {
        <button type="button" class="button" on:click=move |_| desk.search()>"刷新"</button>
    };
    empty("没有待审核的登记", "有新的登记提交后，会出现在这里。", Some(again.into_any()))
}

fn rows(desk: Desk) -> AnyView {
    if is_wide() { table::table(desk) } else { cards::cards(desk) }
}
