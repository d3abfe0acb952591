//! Step 1, the template, and step 2, the file: read and judged in the worker, so that the page stays free.

use crate::prelude::*;
use domain::hours::date_text;
use domain::import::CheckedLine;
use domain::limits::{IMPORT_BYTES_MAX, IMPORT_ROWS_MAX};
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::components::feedback::live_region::say;
use crate::components::form::file_chooser::{Choosing, file_chooser};
use crate::features::import::lines::Lines;
use crate::features::import::run::Phase;
use crate::features::import::{Importable, Page, announce, kept};
use crate::platform::download;
use crate::platform::worker::{self, NO_WORKER, NoWorker, Sheets};
use crate::session;
use crate::session::categories;

/// How the file is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    Nothing,
    /// Lines read, of so many; none known yet.
    Underway(usize, usize),
    Read(String),
    Refused(String),
}

/// The worker, judging by the table of categories that this tab goes by.
async fn started() -> Result<Sheets, NoWorker> {
    let worker = Sheets::start().await?;
    if let Some(rules) = categories::published() {
        worker.use_rules(rules);
    }
    Ok(worker)
}

pub fn template_step<R: Importable>() -> AnyView {
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let get = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(false);
        spawn_local(async move {
            let made = async { started().await?.template(R::KIND).await }.await;
            let handed = made.is_ok_and(|bytes| download::hand_over(R::WORDS.template_file, download::XLSX, &bytes));
            failed.try_set(!handed);
            busy.try_set(false);
        });
    };
    view! {
        <section class="card pane" aria-label="第一步">
            <h2>"1. 下载模板"</h2>
            <p class="muted">{R::WORDS.template}</p>
            <p class="error" role="alert">{move || failed.get().then_some(NO_WORKER)}</p>
            <p>
                <button type="button" class="button" aria-busy=move || busy.get().to_string() on:click=get>
                    "下载导入模板"
                </button>
            </p>
        </section>
    }
    .into_any()
}

pub fn file_step<R: Importable>(page: Page<R>) -> AnyView {
    let state = move || match page.reading.get() {
        Reading::Nothing => ().into_any(),
        Reading::Underway(_, 0) => view! { <progress aria-label="正在读取"></progress> }.into_any(),
        Reading::Underway(read, total) => {
            let percent = read * 100 / total;
            view! { <progress max="100" value=percent aria-label="正在读取"></progress> }.into_any()
        }
        Reading::Read(name) => view! { <p class="small">"✓ "{name}</p><p class="small">{page.found}</p> }.into_any(),
        Reading::Refused(message) => view! { <p class="error" role="alert">"✕ "{message}</p> }.into_any(),
    };
    let limits = format!("{}，最多 {IMPORT_ROWS_MAX} 行、{} MB", R::WORDS.formats, IMPORT_BYTES_MAX / 1024 / 1024);
    let choosing = Choosing { label: "选择导入文件", accept: R::WORDS.accept, limits };
    let disabled = Signal::derive(move || page.is_running());
    view! {
        <section class="card pane" aria-label="第二步">
            <h2>"2. 选择文件"</h2>
            <p class="muted">"文件只在本机读取和检查，不合要求的单元格会逐个指出，可在下面直接修改。"</p>
            {file_chooser(choosing, state.into_any(), disabled, Callback::new(move |file| read(page, file)))}
        </section>
    }
    .into_any()
}

fn read<R: Importable>(page: Page<R>, file: File) {
    begin(page);
    page.phase.set(Phase::Idle);
    kept::forget(R::KIND, session::state().person().as_ref());
    let refuse = move |message: &str| {
        say(message);
        page.reading.try_set(Reading::Refused(message.to_owned()));
    };
    spawn_local(async move {
        if file.size() > IMPORT_BYTES_MAX as f64 {
            // Not even loaded: a phone would have no room for it.
            return refuse(&format!(
                "文件超过 {} MB，请删去图片和多余的工作表，或分成几个文件",
                IMPORT_BYTES_MAX / 1024 / 1024
            ));
        }
        let Ok(buffer) = JsFuture::from(file.array_buffer()).await else {
            return refuse("读不了这个文件，请重新选择");
        };
        let Ok(worker) = started().await else { return refuse(NO_WORKER) };
        let content = Uint8Array::new(&buffer);
        let name = file.name();
        worker.read(R::KIND, &content, &date_text(page.today), move |reading| match reading {
            worker::Reading::Found(words) => drop(page.found.try_set(words)),
            worker::Reading::Rows { text, total } => take_rows(page, &text, total),
            worker::Reading::Done { key } => {
                page.lines.try_update(Lines::compare);
                end(page, key, name.clone());
            }
            worker::Reading::Refused(message) => refuse(&message),
        });
        page.worker.try_set_value(Some(worker));
    });
}

/// Reads the file of an import that this tab was in the middle of, and does to it what had been done.
pub fn read_again<R: Importable>(page: Page<R>) {
    let person = session::state().person();
    let Some(kept) = kept::load(R::KIND, person.as_ref()) else { return };
    begin(page);
    spawn_local(async move {
        // Without a connection the file is still there at the next try.
        let Ok(worker) = started().await else {
            page.reading.try_set(Reading::Refused(NO_WORKER.to_owned()));
            return;
        };
        let key = kept.key.clone();
        worker.read_again(R::KIND, &key, &date_text(page.today), move |reading| match reading {
            worker::Reading::Found(words) => drop(page.found.try_set(words)),
            worker::Reading::Rows { text, total } => take_rows(page, &text, total),
            worker::Reading::Done { key } => {
                let progress = kept.progress.clone();
                page.lines.try_update(|lines| lines.resume(progress, page.today));
                let is_underway = page.lines.try_with_untracked(|lines| {
                    let count = lines.count();
                    count.ready > 0 && count.settled() > 0
                });
                if is_underway == Some(true) {
                    page.phase.try_set(Phase::Interrupted(RELOADED.to_owned()));
                }
                end(page, key, kept.name.clone());
            }
            worker::Reading::Refused(_) => {
                kept::forget(R::KIND, person.as_ref());
                page.lines.try_set(Lines::default());
                page.reading.try_set(Reading::Nothing);
            }
        });
        page.worker.try_set_value(Some(worker));
    });
}

const RELOADED: &str = "页面重新打开过，导入停在中途。已导入的行不会丢失，请点“继续”。";

fn begin<R: Importable>(page: Page<R>) {
    page.lines.set(Lines::default());
    page.kept.set_value(None);
    page.reading.set(Reading::Underway(0, 0));
}

fn end<R: Importable>(page: Page<R>, key: String, name: String) {
    page.lines.try_with_untracked(announce);
    page.reading.try_set(Reading::Read(name.clone()));
    page.kept.try_set_value((!key.is_empty()).then_some((key, name)));
    page.keep();
    // The worker speaks at this moment; it is let go, with the memory that it has taken, as soon as it has finished.
    spawn_local(async move { drop(page.worker.try_set_value(None)) });
}

fn take_rows<R: Importable>(page: Page<R>, text: &str, total: usize) {
    let Ok(lines) = serde_json::from_str::<Vec<CheckedLine<R>>>(text) else { return };
    let count = page.lines.try_update(|all| {
        all.push_all(lines);
        all.count().total
    });
    page.reading.try_set(Reading::Underway(count.unwrap_or_default(), total));
}
