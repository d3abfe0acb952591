//! 学时登记开放, for everyone: from when until when each year accepts registrations.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::contract::windows::{PlatformWindow, PlatformWindows, ReadPlatformWindowsRequest, SetWindowRequest};
use domain::contract::{ReadPlatformWindows, SetWindow};
use domain::window::WindowForm;

use crate::api::call;
use crate::bind;
use crate::components::dialog::dialog;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Field, Typing, text_field};
use crate::components::list::loaded::loaded;
use crate::components::page::heading::heading;
use crate::features::registrations::year_windows::{YearLine, last_day, year_windows};
use crate::session;
use crate::state::query::{Ask, Query, query};

const FIELDS: [Field; 2] = [
    Field::required("first_day", "开放日期").hint("这一天 0:00 开始登记"),
    Field::optional("last_day", "截止日期").hint("这一天 24:00 关闭；留空则不设截止"),
];

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    loader: Query<PlatformWindows>,
    editing: RwSignal<Option<PlatformWindow>>,
    open: RwSignal<bool>,
}

pub fn windows_page() -> AnyView {
    let page = Page {
        loader: query(|| call::<ReadPlatformWindows>(&ReadPlatformWindowsRequest {})),
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
    let version = page.loader.answer_untracked(|rows| rows.version).unwrap_or_default();
    let year = row.year;
    let saved = SaveForm::new(
        "window",
        &FIELDS,
        move || form.read().parse(year_max).err().unwrap_or_default(),
        move |mutation| {
            let request = SetWindowRequest { version, form: form.get_untracked() };
            async move {
                let answer = mutation.call_keyed::<SetWindow>(&request).await;
                match &answer {
                    Ok(_) => say(format!("{year} 年度的登记开放时间已保存")),
                    // Another operator may have set it in the meantime.
                    Err(_) => page.loader.refresh(),
                }
                answer
            }
        },
        move |rows| {
            page.open.set(false);
            page.loader.put(rows);
        },
    );
    let errors = saved.errors();
    let controls = view! {
        <div class="two-columns">
            {text_field(errors, FIELDS[0], Typing::DATE, bind!(form.first_day))}
            {text_field(errors, FIELDS[1], Typing::DATE, bind!(form.last_day))}
        </div>
    };
    saved.in_dialog(controls, "primary", "保存", move || page.open.set(false))
}
