//! Importing a file: the template, the file with every mistake in it to be corrected in place, the import itself. What the
//! rows are, [`Importable`] says.

mod file;
mod kept;
mod lines;
mod list;
mod result_file;
mod run;

use std::future::Future;

use crate::prelude::*;
use domain::import::FileRow;
use time::Date;

use crate::api::CallError;
use crate::components::feedback::live_region::say;
use crate::components::page::heading::heading;
use crate::platform::clock;
use crate::platform::worker::Sheets;
use crate::session;
use kept::Kept;
use lines::{Lines, Standing};

pub use lines::Outcome;
use run::Phase;

/// Rows that a page imports from a file.
pub trait Importable: FileRow {
    const WORDS: Words;
    /// What the worker calls such files.
    const KIND: &'static str;
    /// The cells that a line is known by.
    const ABOUT: &'static [Self::Column];
    const ROWS_PER_REQUEST: usize;

    /// Sends rows; gives what became of each, in their order. Whatever is sent twice is there once.
    fn send(rows: Vec<Self>) -> impl Future<Output = Result<Vec<Outcome>, CallError>>;

    /// What remains to be done once all rows are there.
    fn finish() -> impl Future<Output = Result<(), CallError>>;
}

/// What the page says.
pub struct Words {
    pub title: &'static str,
    /// Where one comes from.
    pub back: &'static str,
    pub template: &'static str,
    pub template_file: &'static str,
    /// The formats of the file, for the person and for the browser.
    pub formats: &'static str,
    pub accept: &'static str,
    pub import: &'static str,
    /// What has to be ticked before.
    pub pledge: Option<&'static str>,
    /// What has been done with new rows.
    pub added: &'static str,
    pub finishing: &'static str,
    /// The sheet of what was not imported.
    pub sheet: &'static str,
}

/// What the parts of the page share.
struct Page<R: Importable> {
    today: Date,
    lines: RwSignal<Lines<R>>,
    reading: RwSignal<file::Reading>,
    phase: RwSignal<Phase>,
    /// Reads the file that was chosen last; it ends with the page, or with the next file.
    worker: StoredValue<Option<Sheets>, LocalStorage>,
    /// The key and the name of the file that is shown, if the device keeps it.
    kept: StoredValue<Option<(String, String)>>,
    /// 全部, instead of what needs a look.
    shows_all: RwSignal<bool>,
    /// What was found in the file.
    found: RwSignal<String>,
}

impl<R: Importable> Clone for Page<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Importable> Copy for Page<R> {}

impl<R: Importable> Page<R> {
    fn is_running(self) -> bool {
        self.phase.with(|phase| matches!(phase, Phase::Running | Phase::Stopping | Phase::Finishing))
    }

    /// Keeps how far the import has come; a finished one needs nothing any more.
    fn keep(self) {
        let Some(Some((key, name))) = self.kept.try_get_value() else { return };
        let person = session::state().person();
        self.lines.try_with_untracked(|lines| {
            let count = lines.count();
            if count.ready + count.wrong == 0 {
                kept::forget(R::KIND, person.as_ref());
            } else {
                kept::save(R::KIND, person.as_ref(), &Kept { key, name, progress: lines.progress() });
            }
        });
    }
}

pub fn import_page<R: Importable>() -> AnyView {
    let page = Page::<R> {
        today: session::state().read().map_or_else(clock::device_now, |who| who.now).date(),
        lines: RwSignal::new(Lines::default()),
        reading: RwSignal::new(file::Reading::Nothing),
        phase: RwSignal::new(Phase::Idle),
        worker: StoredValue::new_local(None),
        kept: StoredValue::new(None),
        shows_all: RwSignal::new(false),
        found: RwSignal::new(String::new()),
    };
    file::read_again(page);
    let some = Memo::new(move |_| page.lines.with(|lines| !lines.is_empty()));
    view! {
        <header class="page-head">
            <a class="back" href=R::WORDS.back aria-label="返回">"‹"</a>
            {heading(R::WORDS.title.to_owned())}
        </header>
        <div class="import-steps">
            {file::template_step::<R>()}
            {file::file_step(page)}
            {run::import_step(page)}
        </div>
        {move || some.get().then(|| view! {
            {summary(page)}
            {list::list(page)}
        })}
    }
    .into_any()
}

/// How the lines stand, and which of them are listed.
fn summary<R: Importable>(page: Page<R>) -> AnyView {
    let count = Memo::new(move |_| page.lines.with(Lines::count));
    let tab = move |all: bool, words: &'static str| {
        let pressed = move || (page.shows_all.get() == all).to_string();
        view! {
            <button type="button" class="button quiet" aria-pressed=pressed on:click=move |_| page.shows_all.set(all)>
                {words}
            </button>
        }
    };
    let words = move || {
        let count = count.get();
        let mut words = format!("共 {} 行", count.total);
        for (number, name) in [
            (count.ready, "可以导入"),
            (count.wrong, "需要修改"),
            (count.added, "已导入"),
            (count.changed, "已更新"),
            (count.already, "已在系统中"),
            (count.left_out, "不导入"),
        ] {
            if number > 0 {
                words += &format!(" · {name} {number}");
            }
        }
        words
    };
    view! {
        <div class="toolbar import-summary">
            <p role="status"><strong>{words}</strong></p>
            {tab(false, "只看需要修改的")}
            {tab(true, "全部")}
            {result_file::button(page)}
        </div>
    }
    .into_any()
}

/// 已导入 and the like, for a line that needs no correction.
fn standing_chip(standing: Standing, is_wrong: bool) -> AnyView {
    let (class, sign, words) = match standing {
        Standing::Added => ("chip ok", "✓", "已导入"),
        Standing::Changed => ("chip ok", "✓", "已更新"),
        Standing::AlreadyThere => ("chip draft", "=", "已在系统中"),
        Standing::LeftOut => ("chip draft", "–", "不导入"),
        Standing::Waiting if is_wrong => ("chip bad", "✕", "需要修改"),
        Standing::Waiting => ("chip wait", "◷", "可以导入"),
    };
    view! { <span class=class><span aria-hidden="true">{sign}</span>{words}</span> }.into_any()
}

/// Tells how a file was read.
fn announce<R: Importable>(lines: &Lines<R>) {
    let count = lines.count();
    say(format!("已读取 {} 行，可以导入 {} 行，需要修改 {} 行", count.total, count.ready, count.wrong));
}
