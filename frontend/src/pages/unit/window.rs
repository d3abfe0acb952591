//! 学时登记开放: until when each credited year accepts registrations, and the unit's own, earlier end.

use crate::prelude::*;
use domain::contract::windows::{CloseEarlyRequest, ReadWindowsRequest, WindowRow, WindowRows};
use domain::contract::{CloseEarly, ReadWindows};
use domain::field_errors::FieldErrors;
use domain::window::{RegistrationWindow, parse_early_closing};

use crate::api::call;
use crate::attempt::{Attempt, Load, Loader};
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

const FIELDS: [Field; 1] =
    [Field::optional("last_day", "本单位最后登记日").hint("这一天 24:00 关闭；留空则与全区一致")];

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    loader: Loader<WindowRows>,
    editing: RwSignal<Option<WindowRow>>,
    open: RwSignal<bool>,
}

pub fn window_page() -> AnyView {
    let page = Page {
        loader: Loader::new(|| call::<ReadWindows>(&ReadWindowsRequest {})),
        editing: RwSignal::new(None),
        open: RwSignal::new(false),
    };
    view! {
        <header class="page-head">{heading("学时登记开放".to_owned())}</header>
        <p class="muted">
            "开放期内，本单位人员可以登记、修改、提交；关闭后仍可审核、撤回和查询。开放时间由平台统一设置，单位可以提前关闭。"
        </p>
        {loaded(page.loader, 3, move |rows| list(page, &rows))}
        {edit_dialog(page)}
    }
    .into_any()
}

fn list(page: Page, rows: &WindowRows) -> AnyView {
    let windows = rows.windows.clone();
    let lines = windows.iter().map(|row| YearLine {
        year: row.year,
        cells: vec![
            row.opens_at.display_date(),
            row.closes_at.map_or_else(|| "未设".to_owned(), last_day),
            row.closed_early_at.map_or_else(|| "与全区一致".to_owned(), last_day),
        ],
        is_open: row.is_open,
        note: None,
    });
    let lines = lines.collect();
    let edit = Callback::new(move |place: usize| {
        page.editing.set(windows.get(place).cloned());
        page.open.set(true);
    });
    year_windows(&["开放", "截止（全区）", "截止（本单位）"], lines, edit)
}

fn edit_dialog(page: Page) -> AnyView {
    let title = Signal::derive(move || {
        page.editing.with(|row| format!("提前关闭 {} 年度", row.as_ref().map_or(0, |row| row.year)))
    });
    dialog(page.open, title, move || content(page))
}

fn content(page: Page) -> AnyView {
    let Some(row) = page.editing.get_untracked() else { return ().into_any() };
    let typed = RwSignal::new(row.closed_early_at.map(last_day).unwrap_or_default());
    let window = RegistrationWindow { year: row.year, opens_at: row.opens_at, closes_at: row.closes_at };
    let check = Check::new(move || judge(window, &typed.read()));
    let attempt = Attempt::new();
    let version = page.loader.value.with_untracked(|rows| rows.ready().map_or(0, |rows| rows.version));
    let send = Callback::new(move |()| {
        if check.passes() {
            attempt.run(async move {
                let request = CloseEarlyRequest { year: window.year, last_day: typed.get_untracked(), version };
                match attempt.call_keyed::<CloseEarly>(&request).await {
                    Ok(rows) => {
                        say(format!("{} 年度的登记开放时间已保存", window.year));
                        page.open.set(false);
                        page.loader.value.set(Load::Ready(rows));
                        Ok(())
                    }
                    Err(error) => check.refuse(error),
                }
            });
        }
    });
    let errors = check.errors("window");
    view! {
        <form class="form" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
            {error_summary(errors, &FIELDS, check.asked())}
            {text_field(errors, FIELDS[0], Typing::DATE, typed.into())}
            {failure_notice(attempt.failure(), send)}
            {cancel_or_send(attempt, "primary", "保存", move || page.open.set(false))}
        </form>
    }
    .into_any()
}

fn judge(window: RegistrationWindow, last_day: &str) -> FieldErrors {
    parse_early_closing(window, last_day).err().unwrap_or_default()
}
