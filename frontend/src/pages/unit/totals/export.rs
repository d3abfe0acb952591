//! 导出: everything that the search finds, page by page, as xlsx or csv, with progress and a way to stop.

use crate::prelude::*;
use domain::contract::SearchTotals;
use domain::contract::registrations::{PersonTotals, SearchTotalsRequest};
use domain::limits::EXPORT_ROWS_MAX;
use leptos::task::spawn_local;

use super::{Kind, Page};
use crate::api::{CallError, call};
use crate::components::live_region::say;
use crate::sheets::NO_WORKER;
use crate::table_file::{Format, Heading, TableFile};

/// How far an export has come.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Progress {
    Idle,
    Running {
        rows: usize,
    },
    Failed {
        message: String,
    },
    /// So many rows, and whether there were more than a file takes.
    Done {
        rows: usize,
        is_cut: bool,
    },
}

const HEADINGS: [Heading; 9] = [
    ("年度", 8, false),
    ("姓名", 14, false),
    ("证件号码", 22, false),
    ("部门", 20, false),
    ("公需科目学时", 14, true),
    ("专业科目学时", 14, true),
    ("总学时", 10, true),
    ("要求学时", 10, true),
    ("达标情况", 12, false),
];
/// The columns of 专业科目学时查询.
const OF_SPECIALTY: [usize; 5] = [0, 1, 2, 3, 5];

pub fn export_bar(page: Page) -> AnyView {
    let progress = RwSignal::new(Progress::Idle);
    // Rises when an export begins or is stopped: one of an earlier round goes no further.
    let round = StoredValue::new(0_u32);
    // 重试 makes the same file.
    let last = StoredValue::new(Format::Xlsx);
    let begin = Callback::new(move |format: Format| {
        last.set_value(format);
        round.update_value(|round| *round += 1);
        let this = round.get_value();
        progress.set(Progress::Running { rows: 0 });
        spawn_local(async move {
            let is_current = move || round.try_get_value() == Some(this);
            let ended = match export(page, format, progress, is_current).await {
                Ok(None) => return,
                Ok(Some(done)) => done,
                Err(message) => Progress::Failed { message },
            };
            if is_current() {
                progress.set(ended);
            }
        });
    });
    let stop = move |_| {
        round.update_value(|round| *round += 1);
        progress.set(Progress::Idle);
        say("已停止导出");
    };
    let state = move || {
        match progress.get() {
        Progress::Idle => ().into_any(),
        Progress::Running { rows } => view! {
            <progress aria-label="正在导出"></progress>
            <span class="small">{format!("正在导出,已取得 {rows} 行")}</span>
            <button type="button" class="button quiet" on:click=stop>"停止"</button>
        }
        .into_any(),
        Progress::Failed { message } => view! {
            <span class="error">{format!("✕ {message}")}</span>
            <button type="button" class="button" on:click=move |_| begin.run(last.get_value())>"重试"</button>
        }
        .into_any(),
        Progress::Done { rows, is_cut: false } => {
            view! { <span class="small">{format!("✓ 已导出 {rows} 行")}</span> }.into_any()
        }
        Progress::Done { rows, is_cut: true } => view! {
            <span class="small">{format!("✓ 已导出前 {rows} 行,一个文件最多 {EXPORT_ROWS_MAX} 行,请按部门分别导出")}</span>
        }
        .into_any(),
    }
    };
    view! {
        <div class="toolbar">
            {format_button(begin, Format::Xlsx)}
            {format_button(begin, Format::Csv)}
            <span class="row" role="status">{state}</span>
        </div>
    }
    .into_any()
}

fn format_button(begin: Callback<Format>, format: Format) -> AnyView {
    let words = format!("导出 {}", format.name());
    view! { <button type="button" class="button" on:click=move |_| begin.run(format)>{words}</button> }.into_any()
}

/// Collects and hands over the file; nothing if it was stopped.
async fn export(
    page: Page,
    format: Format,
    progress: RwSignal<Progress>,
    is_current: impl Fn() -> bool,
) -> Result<Option<Progress>, String> {
    let columns: Vec<usize> = if page.kind == Kind::All { (0..HEADINGS.len()).collect() } else { OF_SPECIALTY.into() };
    let mut request = SearchTotalsRequest { for_export: true, ..page.filter.get_untracked() };
    let headings: Vec<Heading> = columns.iter().map(|column| HEADINGS[*column]).collect();
    let no_worker = |_| NO_WORKER.to_owned();
    let mut file = TableFile::begin(format, page.kind.title(), &headings).await.map_err(no_worker)?;
    let mut count = 0;
    let is_cut = loop {
        let answer = call::<SearchTotals>(&request).await.map_err(|error: CallError| error.message())?;
        if !is_current() {
            return Ok(None);
        }
        let required = answer.requirement.map(|requirement| requirement.total.to_string()).unwrap_or_default();
        let room = EXPORT_ROWS_MAX - count;
        let is_over = answer.rows.len() > room;
        let rows: Vec<Vec<String>> =
            answer.rows.iter().take(room).map(|row| cells(page, &request, row, &required, &columns)).collect();
        count += rows.len();
        file.push(&rows).await.map_err(no_worker)?;
        progress.set(Progress::Running { rows: count });
        match answer.next {
            _ if is_over => break true,
            Some(_) if count == EXPORT_ROWS_MAX => break true,
            Some(next) => request.cursor = Some(next),
            None => break false,
        }
    };
    let name = format!("{}-{}", page.kind.title(), request.year);
    if file.hand_over(&name).await.map_err(no_worker)? {
        Ok(Some(Progress::Done { rows: count, is_cut }))
    } else {
        Err("浏览器没有接受文件,请重试".to_owned())
    }
}

fn cells(
    page: Page,
    request: &SearchTotalsRequest,
    row: &PersonTotals,
    required: &str,
    columns: &[usize],
) -> Vec<String> {
    let fulfilled = match row.fulfilled {
        None => "无要求",
        Some(true) => "已达标",
        Some(false) => "未达标",
    };
    let all = [
        request.year.to_string(),
        row.name.clone(),
        row.identity_masked.clone(),
        untrack(|| page.department(row.department.as_ref())),
        row.totals.common.to_string(),
        row.totals.specialty.to_string(),
        row.totals.total().to_string(),
        required.to_owned(),
        fulfilled.to_owned(),
    ];
    columns.iter().map(|column| all[*column].clone()).collect()
}
