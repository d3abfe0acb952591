//! 学时登记开放: until when each credited year accepts registrations, and the unit's own, earlier end.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::contract::windows::{CloseEarlyRequest, ReadWindowsRequest, WindowRow, WindowRows};
use domain::contract::{CloseEarly, ReadWindows};
use domain::field_errors::FieldErrors;
use domain::window::{RegistrationWindow, parse_early_closing};

use crate::api::call;
use crate::components::dialog::dialog;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Field, Typing, text_field};
use crate::components::list::loaded::loaded;
use crate::components::page::heading::heading;
use crate::features::registrations::year_windows::{YearLine, last_day, year_windows};
use crate::state::query::{Ask, Query, query};

const FIELDS: [Field; 1] =
    [Field::optional("last_day", "本单位最后登记日").hint("这一天 24:00 关闭；留空则与全区一致")];

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    loader: Query<WindowRows>,
    editing: RwSignal<Option<WindowRow>>,
    open: RwSignal<bool>,
}

pub fn window_page() -> AnyView {
    let page = Page {
        loader: query(|| call::<ReadWindows>(&ReadWindowsRequest {})),
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
    let version = page.loader.answer_untracked(|rows| rows.version).unwrap_or_default();
    let year = window.year;
    let saved = SaveForm::new(
        "window",
        &FIELDS,
        move || judge(window, &typed.read()),
        move |mutation| {
            let request = CloseEarlyRequest { year, last_day: typed.get_untracked(), version };
            async move {
                let rows = mutation.call_keyed::<CloseEarly>(&request).await?;
                say(format!("{year} 年度的登记开放时间已保存"));
                Ok(rows)
            }
        },
        move |rows| {
            page.open.set(false);
            page.loader.put(rows);
        },
    );
    let controls = text_field(saved.errors(), FIELDS[0], Typing::DATE, typed.into());
    saved.in_dialog(controls, "primary", "保存", move || page.open.set(false))
}

fn judge(window: RegistrationWindow, last_day: &str) -> FieldErrors {
    parse_early_closing(window, last_day).err().unwrap_or_default()
}
