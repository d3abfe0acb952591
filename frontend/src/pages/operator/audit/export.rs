//! 导出: everything that the search finds, page by page, as csv, with progress and a way to stop.

use crate::prelude::*;
use domain::contract::SearchAudit;
use domain::contract::audit::{AuditEntry, SearchAuditRequest};
use domain::deed::Deed;
use domain::limits::EXPORT_ROWS_MAX;
use leptos::task::spawn_local;

use super::{Page, list};
use crate::api::call;
use crate::components::live_region::say;
use crate::csv;

/// How far an export has come.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Progress {
    Idle,
    Running(usize),
    Failed(String),
    /// So many rows, and whether there were more than a file takes.
    Done(usize, bool),
}

const HEADINGS: [&str; 6] = ["时间", "操作人", "代表", "操作", "操作代码", "对象编号"];

pub fn export_bar(page: Page) -> AnyView {
    let progress = RwSignal::new(Progress::Idle);
    // Rises when an export begins or is stopped: one of an earlier round goes no further.
    let round = StoredValue::new(0_u32);
    let begin = Callback::new(move |()| {
        round.update_value(|round| *round += 1);
        let this = round.get_value();
        progress.set(Progress::Running(0));
        spawn_local(async move {
            let is_current = move || round.try_get_value() == Some(this);
            let ended = match export(page, progress, is_current).await {
                Ok(None) => return,
                Ok(Some(done)) => done,
                Err(message) => Progress::Failed(message),
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
        Progress::Running(rows) => view! {
            <progress aria-label="正在导出"></progress>
            <span class="small">{format!("正在导出,已取得 {rows} 条")}</span>
            <button type="button" class="button quiet" on:click=stop>"停止"</button>
        }
        .into_any(),
        Progress::Failed(message) => view! {
            <span class="error">{format!("✕ {message}")}</span>
            <button type="button" class="button" on:click=move |_| begin.run(())>"重试"</button>
        }
        .into_any(),
        Progress::Done(rows, false) => view! { <span class="small">{format!("✓ 已导出 {rows} 条")}</span> }.into_any(),
        Progress::Done(rows, true) => view! {
            <span class="small">{format!("✓ 已导出前 {rows} 条,一个文件最多 {EXPORT_ROWS_MAX} 条,请按日期分别导出")}</span>
        }
        .into_any(),
    }
    };
    view! {
        <div class="toolbar">
            <button type="button" class="button" on:click=move |_| begin.run(())>"导出 csv"</button>
            <span class="row" role="status">{state}</span>
        </div>
    }
    .into_any()
}

/// Collects and hands over the file; nothing if it was stopped.
async fn export(
    page: Page,
    progress: RwSignal<Progress>,
    is_current: impl Fn() -> bool,
) -> Result<Option<Progress>, String> {
    let mut request = SearchAuditRequest { cursor: None, ..page.filter.get_untracked() };
    let mut text = csv::csv(&HEADINGS, &[]);
    let mut count = 0;
    let is_cut = loop {
        let answer = call::<SearchAudit>(&request).await.map_err(|error| error.message())?;
        if !is_current() {
            return Ok(None);
        }
        let room = EXPORT_ROWS_MAX - count;
        let is_over = answer.entries.len() > room;
        let rows: Vec<Vec<String>> = answer.entries.iter().take(room).map(cells).collect();
        count += rows.len();
        csv::push_rows(&mut text, &rows);
        progress.set(Progress::Running(count));
        match answer.next {
            _ if is_over => break true,
            Some(_) if count == EXPORT_ROWS_MAX => break true,
            Some(next) => request.cursor = Some(next),
            None => break false,
        }
    };
    if csv::download("审计日志.csv", &text) {
        Ok(Some(Progress::Done(count, is_cut)))
    } else {
        Err("浏览器没有接受文件,请重试".to_owned())
    }
}

fn cells(entry: &AuditEntry) -> Vec<String> {
    vec![
        entry.at.display(),
        entry.actor.clone(),
        list::on_behalf(entry.department.as_ref()),
        Deed::told(&entry.deed).to_owned(),
        entry.deed.clone(),
        entry.subject.clone(),
    ]
}
