//! 学时登记开放, for everyone: from when until when each year accepts registrations.

use crate::prelude::*;
use domain::contract::windows::{PlatformWindow, PlatformWindows, ReadPlatformWindowsRequest, SetWindowRequest};
use domain::contract::{ReadPlatformWindows, SetWindow};
use domain::hours::date_text;
use domain::timestamp::Timestamp;
use domain::window::WindowForm;

use crate::api::call;
use crate::attempt::{Attempt, Load, Loader};
use crate::bind;
use crate::components::dialog::dialog;
use crate::components::error_summary::error_summary;
use crate::components::failure::failure_notice;
use crate::components::field::{Field, Typing, text_field};
use crate::components::heading::heading;
use crate::components::live_region::say;
use crate::components::loaded::loaded;
use crate::forms::check::Check;
use crate::session;

const FIELDS: [Field; 2] = [
    Field::required("first_day", "开放日期").hint("这一天 0:00 开始登记"),
    Field::optional("last_day", "截止日期").hint("这一天 24:00 关闭;留空则不设截止"),
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
            "开放期内,全区人员可以登记、修改、提交;关闭后仍可审核、撤回和查询。单位只能比这里更早关闭。修改即时生效。"
        </p>
        {loaded(page.loader, 3, move |rows| list(page, &rows))}
        {edit_dialog(page)}
    }
    .into_any()
}

fn list(page: Page, rows: &PlatformWindows) -> AnyView {
    view! {
        <div class="card table-card measure">
            <table class="console-table">
                <caption class="hidden-text">"各年度的登记开放时间"</caption>
                <thead><tr>
                    <th scope="col">"年度"</th>
                    <th scope="col">"开放日期"</th>
                    <th scope="col">"截止日期"</th>
                    <th scope="col">"现在"</th>
                    <th scope="col">"操作"</th>
                </tr></thead>
                <tbody>{rows.windows.iter().map(|row| line(page, row)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(page: Page, row: &PlatformWindow) -> AnyView {
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
    let unset = (!row.is_set).then(|| view! { <span class="small muted">"默认"</span> });
    view! {
        <tr>
            <th scope="row" class="short">{row.year}</th>
            <td class="digits">{row.opens_at.display_date()}</td>
            <td class="digits">{row.closes_at.map_or_else(|| "未设".to_owned(), last_day)}</td>
            <td><span class="row">{standing}{unset}</span></td>
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
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| page.open.set(false)>"取消"</button>
                <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()>"保存"</button>
            </div>
        </form>
    }
    .into_any()
}
