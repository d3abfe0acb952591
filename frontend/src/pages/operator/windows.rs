//! 学时登记开放, for everyone: from when until when each year accepts registrations.

use crate::prelude::*;
use domain::contract::windows::{PlatformWindow, PlatformWindows, ReadPlatformWindowsRequest, SetWindowRequest};
use domain::contract::{ReadPlatformWindows, SetWindow};
use domain::window::WindowForm;

use crate::api::call;
use crate::attempt::{Attempt, Load, Loader};
use crate::bind;
use crate::components::dialog::dialog;
use crate::components::dialog_actions::cancel_or_send;
use crate::components::error_summary::error_summary;
use crate::components::failure::failure_notice;
use crate::components::field::{Field, Typing, text_field};
use crate::components::heading::heading;
use crate::components::live_region::say;
use crate::components::loaded::loaded;
use crate::forms::check::Check;
use crate::pages::year_windows::{YearLine, last_day, year_windows};
use crate::session;

const FIELDS: [Field; 2] = [
    Field::required("first_day", "开放日期").hint("这一天 0:00 开始登记"),
    Field::optional("last_day", "截止日期").hint("这一天 24:00 关闭；留空则不设截止"),
];

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    loader: Loader<PlatformWindows>,
    editing: RwSignal<Option<PlatformWindow>>,
    open: RwSignal<bool>,
}

pub fn windows_page() -> AnyView {
    let page = Page {
        loader: Loader::new(|| call::<ReadPlatformWindows>(&ReadPlatformWindowsRequest {})),
        editing: RwSignal::new(None),
        open: RwSignal::new(false),
    };
    view! {
        <header class="page-head">{heading("学时登记开放".to_owned())}</header>
        <p class="muted">
            "开放期内，全区人员可以登记、修改、提交；关闭后仍可审核、撤回和查询。单位只能比这里更早关闭。修改即时生效。"
        </p>
        {loaded(page.loader, 3, move |rows| list(page, &rows))}
        {edit_dialog(page)}
    }
    .into_any()
}

fn list(page: Page, rows: &PlatformWindows) -> AnyView {
    let windows = rows.windows.clone();
    let lines = windows.iter().map(|row| YearLine {
        year: row.year,
        cells: vec![row.opens_at.display_date(), row.closes_at.map_or_else(|| "未设".to_owned(), last_day)],
        is_open: row.is_open,
        note: (!row.is_set).then_some("默认"),
    });
    let lines = lines.collect();
    let edit = Callback::new(move |place: usize| {
        page.editing.set(windows.get(place).cloned());
        page.open.set(true);
    });
    year_windows(&["开放日期", "截止日期"], lines, edit)
}

fn edit_dialog(page: Page) -> AnyView {
    let title = Signal::derive(move || {
        page.editing.with(|row| format!("{} 年度的登记开放时间", row.as_ref().map_or(0, |row| row.year)))
    });
    dialog(page.open, title, move || content(page))
}

fn content(page: Page) -> AnyView {
    let Some(row) = page.editing.get_untracked() else { return ().into_any() };
    let form = RwSignal::new(WindowForm {
        year: row.year,
        first_day: row.opens_at.display_date(),
        last_day: row.closes_at.map(last_day).unwrap_or_default(),
    });
    let year_max = session::state().current_year() + 1;
    let check = Check::new(move || form.read().parse(year_max).err().unwrap_or_default());
    let attempt = Attempt::new();
    let version = page.loader.value.with_untracked(|rows| rows.ready().map_or(0, |rows| rows.version));
    let send = Callback::new(move |()| {
        if check.passes() {
            attempt.run(async move {
                let request = SetWindowRequest { version, form: form.get_untracked() };
                match attempt.call_keyed::<SetWindow>(&request).await {
                    Ok(rows) => {
                        say(format!("{} 年度的登记开放时间已保存", row.year));
                        page.open.set(false);
                        page.loader.value.set(Load::Ready(rows));
                        Ok(())
                    }
                    Err(error) => {
                        // Another operator may have set it in the meantime.
                        page.loader.refresh();
                        check.refuse(error)
                    }
                }
            });
        }
    });
    let errors = check.errors("window");
    view! {
        <form class="form" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
            {error_summary(errors, &FIELDS, check.asked())}
            <div class="two-columns">
                {text_field(errors, FIELDS[0], Typing::DATE, bind!(form.first_day))}
                {text_field(errors, FIELDS[1], Typing::DATE, bind!(form.last_day))}
            </div>
            {failure_notice(attempt.failure(), send)}
            {cancel_or_send(attempt, "primary", "保存", move || page.open.set(false))}
        </form>
    }
    .into_any()
}
