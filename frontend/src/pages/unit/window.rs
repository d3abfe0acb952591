//! 学时登记开放: until when each credited year accepts registrations, and the unit's own, earlier end.

use crate::prelude::*;
use domain::contract::windows::{CloseEarlyRequest, ReadWindowsRequest, WindowRow, WindowRows};
use domain::contract::{CloseEarly, ReadWindows};
use domain::field_errors::FieldErrors;
use domain::hours::date_text;
use domain::timestamp::Timestamp;
use domain::window::{RegistrationWindow, parse_early_closing};

use crate::api::call;
use crate::attempt::{Attempt, Load, Loader};
use crate::components::dialog::dialog;
use crate::components::error_summary::error_summary;
use crate::components::failure::failure_notice;
use crate::components::field::{Field, Typing, text_field};
use crate::components::heading::heading;
use crate::components::live_region::say;
use crate::components::loaded::loaded;
use crate::forms::check::Check;

const FIELDS: [Field; 1] = [Field::optional("last_day", "本单位最后登记日").hint("这一天 24:00 关闭;留空则与全区一致")];

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
            "开放期内,本单位人员可以登记、修改、提交;关闭后仍可审核、撤回和查询。开放时间由平台统一设置,单位可以提前关闭。"
        </p>
        {loaded(page.loader, 3, move |rows| list(page, &rows))}
        {edit_dialog(page)}
    }
    .into_any()
}

fn list(page: Page, rows: &WindowRows) -> AnyView {
    view! {
        <div class="card table-card">
            <table class="plain-table">
                <caption class="hidden-text">"各年度的登记开放时间"</caption>
                <thead><tr>
                    <th scope="col">"年度"</th>
                    <th scope="col">"开放"</th>
                    <th scope="col">"截止(全区)"</th>
                    <th scope="col">"截止(本单位)"</th>
                    <th scope="col">"现在"</th>
                    <th scope="col">"操作"</th>
                </tr></thead>
                <tbody>{rows.windows.iter().map(|row| line(page, row)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(page: Page, row: &WindowRow) -> AnyView {
    let standing = if row.is_open {
        view! { <span class="chip ok">"✓ 开放"</span> }
    } else {
        view! { <span class="chip draft">"✕ 关闭"</span> }
    };
    let edited = row.clone();
    let edit = move |_| {
        page.editing.set(Some(edited.clone()));
        page.open.set(true);
    };
    view! {
        <tr>
            <th scope="row" class="short">{row.year}</th>
            <td class="digits">{row.opens_at.display_date()}</td>
            <td class="digits">{row.closes_at.map_or_else(|| "未设".to_owned(), last_day)}</td>
            <td class="digits">{row.closed_early_at.map_or_else(|| "与全区一致".to_owned(), last_day)}</td>
            <td>{standing}</td>
            <td><button type="button" class="button quiet" aria-label=format!("修改 {} 年度", row.year) on:click=edit>
                "修改"
            </button></td>
        </tr>
    }
    .into_any()
}

/// The last day before an end at midnight.
fn last_day(end: Timestamp) -> String {
    date_text(end.plus_seconds(-1).date())
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
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| page.open.set(false)>"取消"</button>
                <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()>"保存"</button>
            </div>
        </form>
    }
    .into_any()
}

fn judge(window: RegistrationWindow, last_day: &str) -> FieldErrors {
    parse_early_closing(window, last_day).err().unwrap_or_default()
}
