//! 导出 of everything that a search finds, page by page: how far it has come, a way to stop it, and 重试.

use std::future::Future;

use crate::prelude::*;
use domain::contract::Cursor;
use domain::limits::EXPORT_ROWS_MAX;
use leptos::task::spawn_local;

use crate::api::CallError;
use crate::components::feedback::live_region::say;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Progress {
    Idle,
    Running(usize),
    Failed(String),
    Done(Exported),
}

/// What a file has become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    pub rows: usize,
    /// There are more than a file takes.
    pub is_cut: bool,
}

/// One export at a time. Another one, or 停止, ends the one before.
#[derive(Clone, Copy)]
pub struct Export {
    progress: RwSignal<Progress>,
    round: StoredValue<u32>,
    /// What is counted: 条 or 行.
    measure: &'static str,
    /// How to get what a file has no room for.
    advice: &'static str,
}

impl Export {
    pub fn new(measure: &'static str, advice: &'static str) -> Self {
        Self { progress: RwSignal::new(Progress::Idle), round: StoredValue::new(0), measure, advice }
    }

    /// Begins one. `work` gives back nothing where it has been stopped.
    pub fn begin<F>(self, work: impl FnOnce(Round) -> F)
    where
        F: Future<Output = Result<Option<Exported>, String>> + 'static,
    {
        self.round.update_value(|round| *round += 1);
        self.progress.set(Progress::Running(0));
        let round = Round { export: self, number: self.round.get_value() };
        let work = work(round);
        spawn_local(async move {
            let ended = match work.await {
                Ok(None) => return,
                Ok(Some(exported)) => Progress::Done(exported),
                Err(message) => Progress::Failed(message),
            };
            if round.is_current() {
                self.progress.set(ended);
            }
        });
    }

    fn stop(self) {
        self.round.update_value(|round| *round += 1);
        self.progress.set(Progress::Idle);
        say("已停止导出");
    }

    /// How it stands, beside the buttons that begin it.
    pub fn status(self, again: Callback<()>) -> AnyView {
        let Self { measure, advice, .. } = self;
        let state = move || match self.progress.get() {
            Progress::Idle => ().into_any(),
            Progress::Running(rows) => view! {
                <progress aria-label="正在导出"></progress>
                <span class="small">{format!("正在导出，已取得 {rows} {measure}")}</span>
                <button type="button" class="button quiet" on:click=move |_| self.stop()>"停止"</button>
            }
            .into_any(),
            Progress::Failed(message) => view! {
                <span class="error">{format!("✕ {message}")}</span>
                <button type="button" class="button" on:click=move |_| again.run(())>"重试"</button>
            }
            .into_any(),
            Progress::Done(Exported { rows, is_cut }) => {
                let words = if is_cut {
                    format!("✓ 已导出前 {rows} {measure}，一个文件最多 {EXPORT_ROWS_MAX} {measure}，{advice}")
                } else {
                    format!("✓ 已导出 {rows} {measure}")
                };
                view! { <span class="small">{words}</span> }.into_any()
            }
        };
        view! { <span class="row" role="status">{state}</span> }.into_any()
    }
}

/// An export that is under way.
#[derive(Clone, Copy)]
pub struct Round {
    export: Export,
    number: u32,
}

impl Round {
    /// Neither stopped nor followed by another, nor the page left.
    fn is_current(self) -> bool {
        self.export.round.try_get_value() == Some(self.number)
    }

    /// Fetches page after page and puts their rows away, until there are no more or a file takes no more. Nothing where
    /// it is stopped meanwhile.
    pub async fn collect<T>(
        self,
        mut fetch: impl AsyncFnMut(Cursor) -> Result<(Vec<T>, Cursor), CallError>,
        mut put: impl AsyncFnMut(Vec<T>) -> Result<(), String>,
    ) -> Result<Option<Exported>, String> {
        let (mut cursor, mut count) = (None, 0);
        loop {
            let (mut rows, next) = fetch(cursor).await.map_err(|error| error.message())?;
            if !self.is_current() {
                return Ok(None);
            }
            let is_over = rows.len() > EXPORT_ROWS_MAX - count;
            rows.truncate(EXPORT_ROWS_MAX - count);
            count += rows.len();
            put(rows).await?;
            self.export.progress.set(Progress::Running(count));
            let is_cut = is_over || (next.is_some() && count == EXPORT_ROWS_MAX);
            if is_cut || next.is_none() {
                return Ok(Some(Exported { rows: count, is_cut }));
            }
            cursor = next;
        }
    }
}

/// What an export ends with: the browser has taken the file, or has not.
pub fn handed(taken: bool, exported: Exported) -> Result<Option<Exported>, String> {
    if taken { Ok(Some(exported)) } else { Err("浏览器没有接受文件，请重试".to_owned()) }
}
