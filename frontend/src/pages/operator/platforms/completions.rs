//! 导入公需科目学时: a file of JSON lines that a platform has handed over, sent batch by batch.

use crate::prelude::*;
use domain::contract::ImportCompletions;
use domain::contract::platforms::{ImportCompletionsRequest, PlatformKeys};
use domain::id::PlatformId;
use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use time::Date;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::api::idempotency::fresh_key;
use crate::api::{call_keyed, queries};
use crate::apps::operator::route::Route;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Choice, Field, FormErrors, select_field};
use crate::components::form::file_chooser::{Choosing, file_chooser};
use crate::components::list::loaded::{empty, loaded};
use crate::components::list::windowed::{Shape, windowed};
use crate::components::page::heading::heading;
use crate::pages::operator::platforms::by_platform;
use crate::pages::operator::platforms::deliveries::{Count, Deliveries, Delivery};
use crate::platform::{clock, csv, download, location};
use crate::session;
use crate::state::query::query;

const PLATFORM: Field = Field::required("platform", "学习平台");
const FILE_BYTES_MAX: f64 = 32.0 * 1024.0 * 1024.0;
const LINES_MAX: usize = 100_000;
/// Lines that are judged before the page may breathe.
const LINES_AT_ONCE: usize = 1_000;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    Idle,
    Reading,
    Unreadable(String),
    Running,
    /// What is on its way is waited for.
    Stopping,
    Interrupted(String),
    Finished,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    today: Date,
    platform: RwSignal<String>,
    deliveries: RwSignal<Deliveries>,
    phase: RwSignal<Phase>,
}

impl Page {
    fn is_running(self) -> bool {
        self.phase.with(|phase| matches!(phase, Phase::Running | Phase::Stopping | Phase::Reading))
    }
}

pub fn completions_page() -> AnyView {
    let chosen = location::parameter(&untrack(location::place).query, "platform").unwrap_or_default();
    let page = Page {
        today: session::state().read().map_or_else(clock::device_now, |who| who.now).date(),
        platform: RwSignal::new(chosen),
        deliveries: RwSignal::new(Deliveries::default()),
        phase: RwSignal::new(Phase::Idle),
    };
    let loader = query(queries::platform_keys);
    view! {
        <header class="page-head">
            <a class="back" href=Route::Platforms.path() aria-label="返回">"‹"</a>
            {heading("导入公需科目学时".to_owned())}
        </header>
        {loaded(loader, 2, move |keys| content(page, &keys))}
    }
    .into_any()
}

fn content(page: Page, keys: &PlatformKeys) -> AnyView {
    let choices: Vec<Choice> =
        by_platform(keys).into_iter().map(|(platform, _)| Choice::new(platform.id.as_str(), platform.name)).collect();
    if choices.is_empty() {
        return empty(
            "还没有学习平台",
            "请先新建平台。",
            Some(view! { <a class="button primary" href=Route::Platforms.path()>"学习平台"</a> }.into_any()),
        );
    }
    let errors = FormErrors::new("completions", Signal::stored(Default::default()));
    let some = Memo::new(move |_| page.deliveries.with(|all| all.count().total > 0));
    view! {
        <div class="import-steps two">
            <section class="card pane" aria-label="第一步">
                <h2>"1. 选择平台和文件"</h2>
                <p class="muted">"每行一条 JSON，与推送的格式相同。不合要求的行会逐行指出，不发送。"</p>
                {select_field(errors, PLATFORM, Some("请选择"), Signal::stored(choices), page.platform.into())}
                {file_row(page)}
            </section>
            {import_step(page)}
        </div>
        {move || some.get().then(|| results(page))}
    }
    .into_any()
}

fn file_row(page: Page) -> AnyView {
    let state = move || match page.phase.get() {
        Phase::Reading => view! { <progress aria-label="正在读取"></progress> }.into_any(),
        Phase::Unreadable(why) => view! { <p class="error" role="alert">"✕ "{why}</p> }.into_any(),
        _ => ().into_any(),
    };
    let limits = format!("jsonl，最多 {LINES_MAX} 行、{} MB", FILE_BYTES_MAX / 1024.0 / 1024.0);
    let choosing = Choosing { label: "选择学时文件", accept: ".jsonl,.ndjson,.json,.txt", limits };
    let disabled = Signal::derive(move || page.is_running());
    file_chooser(choosing, state.into_any(), disabled, Callback::new(move |file| read(page, file)))
}

fn read(page: Page, file: File) {
    page.deliveries.set(Deliveries::default());
    page.phase.set(Phase::Reading);
    let refuse = move |why: String| {
        say(why.clone());
        page.phase.try_set(Phase::Unreadable(why));
    };
    spawn_local(async move {
        if file.size() > FILE_BYTES_MAX {
            return refuse("文件太大，请分成几个文件".to_owned());
        }
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let Some(text) = text else { return refuse("读不了这个文件，请重新选择".to_owned()) };
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        if lines.len() > LINES_MAX {
            return refuse(format!("文件超过 {LINES_MAX} 行，请分成几个文件"));
        }
        for (some, number) in lines.chunks(LINES_AT_ONCE).zip(0..) {
            page.deliveries.try_update(|all| all.read(number * LINES_AT_ONCE + 1, some, page.today));
            TimeoutFuture::new(0).await;
        }
        let count = page.deliveries.try_with_untracked(Deliveries::count).unwrap_or_default();
        if count.total == 0 {
            return refuse("文件中没有内容".to_owned());
        }
        say(format!("已读取 {} 条，可以导入 {} 条，有误 {} 条", count.total, count.waiting, count.refused));
        page.phase.try_set(Phase::Idle);
    });
}

fn import_step(page: Page) -> AnyView {
    let missing = RwSignal::new(false);
    let count = Memo::new(move |_| page.deliveries.with(Deliveries::count));
    let begin = move |_| {
        let platform = page.platform.get_untracked().parse::<PlatformId>().ok();
        missing.set(platform.is_none());
        if let Some(platform) = platform {
            run(page, platform);
        }
    };
    let state = move || match page.phase.get() {
        Phase::Running | Phase::Stopping => {
            let done = move || count.get().total - count.get().waiting;
            let all = move || count.get().total;
            view! {
                <progress aria-label="正在导入" prop:max=move || all().max(1) as u32 prop:value=move || done() as u32>
                </progress>
                <p class="small" role="status">{move || format!("{} / {} 条", done(), all())}</p>
                <p><button type="button" class="button" on:click=move |_| page.phase.set(Phase::Stopping)>"暂停"</button></p>
            }
            .into_any()
        }
        Phase::Interrupted(why) => view! {
            <p class="error" role="alert">"⚠ "{why}</p>
            <p><button type="button" class="button primary" on:click=begin>"继续"</button></p>
        }
        .into_any(),
        Phase::Finished => view! { <p role="status">"✓ "{move || finished(count.get())}</p> }.into_any(),
        Phase::Idle if count.get().waiting > 0 => view! {
            <p class="error" role="alert">{move || missing.get().then_some("请先选择学习平台")}</p>
            <p><button type="button" class="button primary" on:click=begin>
                {format!("确定导入（{} 条）", count.get().waiting)}
            </button></p>
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        <section class="card pane" aria-label="第二步">
            <h2>"2. 导入"</h2>
            <p class="muted">"按平台的完成记录编号和版本认定：同一条重复导入没有影响，较高的版本是更正。中断后可以继续，或重新选择文件再导入。"</p>
            {state}
        </section>
    }
    .into_any()
}

fn finished(count: Count) -> String {
    let mut words = format!("导入完成：计入 {} 条", count.applied);
    if count.unchanged > 0 {
        words += &format!("，没有变化 {} 条", count.unchanged);
    }
    if count.refused > 0 {
        words += &format!("，未导入 {} 条，请修改后再导入", count.refused);
    }
    words
}

fn run(page: Page, platform: PlatformId) {
    page.phase.set(Phase::Running);
    spawn_local(async move {
        loop {
            if page.phase.try_get_untracked() == Some(Phase::Stopping) {
                page.phase.set(Phase::Interrupted("已暂停。".to_owned()));
                return;
            }
            let Some((places, deliveries)) = page.deliveries.try_with_untracked(Deliveries::next) else { return };
            if deliveries.is_empty() {
                page.phase.try_set(Phase::Finished);
                say(finished(page.deliveries.try_with_untracked(Deliveries::count).unwrap_or_default()));
                return;
            }
            let request = ImportCompletionsRequest { platform: platform.clone(), deliveries };
            // Whatever is sent twice counts once, so that each try may have a key of its own.
            match call_keyed::<ImportCompletions>(&request, &fresh_key()).await {
                Ok(answer) => {
                    let outcomes = answer.results.into_iter().map(|one| one.outcome);
                    page.deliveries.try_update(|all| all.note(&places, outcomes));
                }
                Err(error) => {
                    let why = format!("{} 已导入的不会丢失，请点“继续”。", error.message());
                    say(why.clone());
                    page.phase.try_set(Phase::Interrupted(why));
                    return;
                }
            }
        }
    });
}

/// How the lines stand, and each that was refused.
fn results(page: Page) -> AnyView {
    let count = Memo::new(move |_| page.deliveries.with(Deliveries::count));
    let words = move || {
        let count = count.get();
        let mut words = format!("共 {} 条", count.total);
        for (number, name) in [
            (count.waiting, "可以导入"),
            (count.applied, "已计入"),
            (count.unchanged, "没有变化"),
            (count.refused, "有误"),
        ] {
            if number > 0 {
                words += &format!(" · {name} {number}");
            }
        }
        words
    };
    let refused = Memo::new(move |_| page.deliveries.with(|all| all.refused().cloned().collect::<Vec<Delivery>>()));
    let any = Memo::new(move |_| count.get().refused > 0);
    view! {
        <div class="toolbar import-summary">
            <p role="status"><strong>{words}</strong></p>
            {move || any.get().then(|| downloads(page))}
        </div>
        {windowed(refused.into(), Shape::Cards, |one| (one.line, one.standing.reason().to_owned()), card)}
    }
    .into_any()
}

fn downloads(page: Page) -> AnyView {
    let lines = move |_| {
        let text = page.deliveries.with_untracked(Deliveries::refused_text);
        told(download::hand_over("有误的行.jsonl", "application/x-ndjson", &Uint8Array::from(text.as_bytes())));
    };
    let reasons = move |_| {
        let rows = page.deliveries.with_untracked(Deliveries::reasons);
        told(csv::download("有误的原因.csv", &csv::csv(&["行", "完成记录编号", "原因"], &rows)));
    };
    view! {
        <button type="button" class="button" on:click=lines>"下载有误的行"</button>
        <button type="button" class="button" on:click=reasons>"下载原因"</button>
    }
    .into_any()
}

fn told(handed: bool) {
    say(if handed { "文件已下载" } else { "文件没有生成，请重试" });
}

fn card(one: Delivery) -> AnyView {
    let why = one.standing.reason().to_owned();
    view! {
        <article class="card registration">
            <div class="spread"><h3>{format!("第 {} 行", one.line)}</h3><span class="chip bad">"✕ 有误"</span></div>
            <p class="small muted digits">{one.completion().to_owned()}</p>
            <p class="error">{why}</p>
        </article>
    }
    .into_any()
}
