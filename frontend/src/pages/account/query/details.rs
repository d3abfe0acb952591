//! 培训登记详情: every registration with its review, to search, to follow and to take along.

use crate::prelude::*;
use domain::contract::ListRegistrations;
use domain::contract::registrations::{ListRegistrationsRequest, RegistrationPage, RegistrationRow};
use domain::id::RegistrationId;
use domain::limits::CREDITED_YEAR_MIN;

use crate::api::{CallError, call, queries};
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Bound, Choice, Field, FormErrors, Typing, select_field, text_field};
use crate::components::list::figures::in_parts;
use crate::components::list::loaded::{empty, loaded};
use crate::components::list::windowed::{Shape, windowed};
use crate::components::page::status_chip::status_chip;
use crate::components::page::timeline::timeline;
use crate::features::addresses::registration_path;
use crate::features::registrations::actions::Actions;
use crate::features::registrations::permitted::{WITHDRAW, may_withdraw};
use crate::features::registrations::row_list::RowList;
use crate::features::registrations::wording::{clock_text, end_text, start_text, type_name};
use crate::platform::table_file::{Format, Heading, TableFile};
use crate::platform::viewport::is_wide;
use crate::session;
use crate::state::mutation::Mutation;
use crate::state::query::query;

const SHEET: &str = "培训登记详情";
const YEAR: Field = Field::optional("year", "年度");
const IDENTITY_NUMBER: Field = Field::optional("identity_number", "证件号码");
const NAME: Field = Field::optional("name", "姓名");
const HEADINGS: [Heading; 10] = [
    ("年度", 8, false),
    ("姓名", 14, false),
    ("证件号码", 22, false),
    ("认定内容", 40, false),
    ("开始时间", 18, false),
    ("结束时间", 18, false),
    ("申请学时", 10, true),
    ("批准学时", 10, true),
    ("培训认定类型", 24, false),
    ("审核状态", 12, false),
];

#[derive(Clone, Copy)]
struct Page {
    year: RwSignal<String>,
    list: RowList,
    actions: Actions,
    /// Whose review progress is open.
    opened: RwSignal<Option<RegistrationId>>,
}

impl Page {
    fn toggle(self, id: &RegistrationId) {
        let is_open = self.opened.with_untracked(|opened| opened.as_ref() == Some(id));
        self.opened.set((!is_open).then(|| id.clone()));
    }

    fn is_open(self, id: &RegistrationId) -> bool {
        self.opened.with(|opened| opened.as_ref() == Some(id))
    }
}

async fn fetch(year: String, cursor: Option<String>) -> Result<RegistrationPage, CallError> {
    let request = ListRegistrationsRequest { year: year.parse().ok(), cursor, ..Default::default() };
    call::<ListRegistrations>(&request).await
}

pub fn details() -> AnyView {
    let year = RwSignal::new(String::new());
    let list = RowList::new(move |cursor| fetch(year.get_untracked(), cursor));
    list.load();
    let actions = Actions::new(Callback::new(move |response| list.apply(&response)));
    let page = Page { year, list, actions, opened: RwSignal::new(None) };
    let nothing = || empty("没有登记", "在“学时登记”里新登记的培训会列在这里。", None);
    let content = list.pages.view(nothing, move || rows(page));
    view! { {filters(page)} {content} {actions.dialogs()} }.into_any()
}

/// The manual's filters. 证件号码 and 姓名 are one's own here and stand as they are.
fn filters(page: Page) -> AnyView {
    let years = (CREDITED_YEAR_MIN..=session::state().current_year()).rev();
    let years = years.map(|year| Choice::new(year.to_string(), year.to_string())).collect();
    let errors = FormErrors::new("details", Signal::stored(Default::default()));
    let chosen = RwSignal::new(page.year.get_untracked());
    let search = move || {
        page.year.set(chosen.get_untracked());
        page.list.load();
    };
    let reset = move |_| {
        chosen.set(String::new());
        search();
    };
    let attempt = Mutation::new();
    // 重试 makes the same file.
    let last = StoredValue::new(Format::Xlsx);
    let export = Callback::new(move |format| {
        last.set_value(format);
        attempt.run(export(page.year.get_untracked(), format), |()| {});
    });
    let again = Callback::new(move |()| export.run(last.get_value()));
    let button = move |format: Format| {
        view! {
            <button type="button" class="button" aria-busy=move || attempt.is_busy().to_string()
                on:click=move |_| export.run(format)>{format!("导出 {}", format.name())}</button>
        }
    };
    let who = session::state().read();
    let fixed = |text: Option<String>| {
        let text = text.unwrap_or_default();
        Bound::new(move || text.clone(), |_| {})
    };
    view! {
        <form class="card filters" role="search" aria-label="查询登记详情" novalidate
            on:submit=move |event| { event.prevent_default(); search() }>
            {select_field(errors, YEAR, Some("全部"), Signal::stored(years), chosen.into())}
            {text_field(errors, IDENTITY_NUMBER, Typing::FIXED, fixed(who.as_ref().map(|who| who.identity_masked.clone())))}
            {text_field(errors, NAME, Typing::FIXED, fixed(who.map(|who| who.name)))}
            <div class="row">
                <button type="submit" class="button primary">"查询"</button>
                <button type="button" class="button" on:click=reset>"重置"</button>
                {button(Format::Xlsx)}
                {button(Format::Csv)}
            </div>
            {failure_notice(attempt.failure(), again)}
        </form>
    }
    .into_any()
}

fn rows(page: Page) -> AnyView {
    if is_wide() {
        table(page)
    } else {
        windowed(page.list.rows.into(), Shape::Cards, RowList::key, move |row| card(page, row))
    }
}

fn table(page: Page) -> AnyView {
    let headings = HEADINGS.iter().map(|(name, ..)| view! { <th scope="col">{*name}</th> }).collect_view();
    view! {
        <div class="card table-card">
            <table class="progress-table">
                <caption class="hidden-text">"培训登记详情"</caption>
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">"操作"</th>
                        {headings}
                    </tr>
                </thead>
                {windowed(page.list.rows.into(), Shape::Table { columns: COLUMNS }, RowList::key, move |row| lines(page, row))}
            </table>
        </div>
    }
    .into_any()
}

const COLUMNS: usize = HEADINGS.len() + 2;

fn lines(page: Page, row: RegistrationRow) -> AnyView {
    let id = row.id.clone();
    let progress_of = move || {
        page.is_open(&id).then(|| view! { <tr><td></td><td colspan=COLUMNS - 1>{progress(id.clone())}</td></tr> })
    };
    view! {
        <tr>
            <td>{expander(page, &row)}</td>
            <td><div class="actions">{actions(page, &row)}</div></td>
            <td class="tight">{row.credited_year}</td>
            <td class="tight">{row.person_name.clone()}</td>
            <td class="tight">{row.identity_masked.clone()}</td>
            <th scope="row">{row.title.clone()}</th>
            <td>{in_parts(&start_text(&row.period))}</td>
            <td>{in_parts(&end_text(&row.period))}</td>
            <td class="number">{row.claimed_hours.to_string()}</td>
            <td class="number">{row.approved_hours.unwrap_or_default().to_string()}</td>
            <td class="type">{type_name(&row.subcategory)}</td>
            <td>{status_chip(row.status)}</td>
        </tr>
        {progress_of}
    }
    .into_any()
}

fn card(page: Page, row: RegistrationRow) -> AnyView {
    let id = row.id.clone();
    let approved = row.approved_hours.map(|hours| format!(" · 批准 {hours}"));
    view! {
        <article class="card registration">
            <div class="spread">
                <h2>{row.title.clone()}</h2>
                {expander(page, &row)}
            </div>
            <p class="small muted">{format!("{} · {} 年", type_name(&row.subcategory), row.credited_year)}</p>
            <p class="small muted">{row.period.display()}</p>
            <p class="row small">
                {status_chip(row.status)}
                <span>{format!("申请 {}", row.claimed_hours)}{approved}" 学时"</span>
            </p>
            <div class="actions">{actions(page, &row)}</div>
            {move || page.is_open(&id).then(|| progress(id.clone()))}
        </article>
    }
    .into_any()
}

/// The manual's "+".
fn expander(page: Page, row: &RegistrationRow) -> AnyView {
    let (shown, id) = (row.id.clone(), row.id.clone());
    let is_open = Memo::new(move |_| page.is_open(&shown));
    view! {
        <button type="button" class="button expander" aria-label=format!("审核进度 {}", row.title)
            aria-expanded=move || is_open.get().to_string() on:click=move |_| page.toggle(&id)>
            {move || if is_open.get() { "−" } else { "+" }}
        </button>
    }
    .into_any()
}

fn actions(page: Page, row: &RegistrationRow) -> AnyView {
    let (path, withdrawn) = (registration_path(&row.id), row.clone());
    view! {
        {may_withdraw(row).then(|| view! {
            <button type="button" class="button quiet" aria-description=row.title.clone()
                on:click=move |_| page.actions.withdraw(vec![withdrawn.clone()])>{WITHDRAW}</button>
        })}
        <a class="button quiet" href=path aria-description=row.title.clone()>"查看"</a>
    }
    .into_any()
}

fn progress(id: RegistrationId) -> AnyView {
    let loader = query(move || queries::registration(id.clone()));
    loaded(loader, 1, |detail| timeline(detail.history))
}

/// All pages of the list, as a file.
async fn export(year: String, format: Format) -> Result<(), CallError> {
    // Without the worker no workbook is made; it is loaded like everything else.
    let no_worker = |_| CallError::Offline;
    let mut file = TableFile::begin(format, SHEET, &HEADINGS).await.map_err(no_worker)?;
    let (mut count, mut cursor) = (0, None);
    loop {
        let page = fetch(year.clone(), cursor).await?;
        let rows: Vec<Vec<String>> = page.rows.iter().map(cells).collect();
        count += rows.len();
        file.push(&rows).await.map_err(no_worker)?;
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let name = if year.is_empty() { SHEET.to_owned() } else { format!("{SHEET}-{year}") };
    say(if file.hand_over(&name).await.map_err(no_worker)? {
        format!("已导出 {count} 条")
    } else {
        "浏览器没有保存文件，请换一个浏览器再试".to_owned()
    });
    Ok(())
}

fn cells(row: &RegistrationRow) -> Vec<String> {
    vec![
        row.credited_year.to_string(),
        row.person_name.clone(),
        row.identity_masked.clone(),
        row.title.clone(),
        clock_text(row.period.start()),
        clock_text(row.period.end()),
        row.claimed_hours.to_string(),
        row.approved_hours.map(|hours| hours.to_string()).unwrap_or_default(),
        type_name(&row.subcategory),
        row.status.name().to_owned(),
    ]
}
