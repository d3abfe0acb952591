//! Step 3: sending the rows that keep every rule, some at a time. The functions know each row by its content, so that
//! whatever is sent twice is there once: a broken connection or a closed page costs nothing but the sending.

use crate::prelude::*;
use leptos::task::spawn_local;

use crate::api::CallError;
use crate::components::feedback::live_region::say;
use crate::features::import::lines::{Count, Lines};
use crate::features::import::{Importable, Page};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Idle,
    Running,
    /// All rows are there; what belongs to the whole of them is being done.
    Finishing,
    /// The person wants to stop; what is on its way is waited for.
    Stopping,
    /// Why it does not go on by itself.
    Interrupted(String),
    Finished,
}

pub fn import_step<R: Importable>(page: Page<R>) -> AnyView {
    let pledged = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let count = Memo::new(move |_| page.lines.with(Lines::count));
    let begin = Callback::new(move |()| {
        let lacks_pledge = R::WORDS.pledge.is_some() && !pledged.get_untracked();
        missing.set(lacks_pledge);
        if !lacks_pledge {
            run(page);
        }
    });
    let state = move || match page.phase.get() {
        Phase::Idle => ().into_any(),
        Phase::Running | Phase::Stopping => {
            let settled = move || count.get().settled();
            let all = move || settled() + count.get().ready;
            view! {
                <progress aria-label="正在导入" prop:max=move || all().max(1) as u32 prop:value=move || settled() as u32>
                </progress>
                <p class="small" role="status">{move || format!("{} / {} 行", settled(), all())}</p>
                <p>
                    <button type="button" class="button" on:click=move |_| page.phase.set(Phase::Stopping)>"暂停"</button>
                </p>
            }
            .into_any()
        }
        Phase::Finishing => view! {
            <progress aria-label="正在整理"></progress>
            <p class="small" role="status">{R::WORDS.finishing}</p>
        }
        .into_any(),
        Phase::Interrupted(why) => view! {
            <p class="error" role="alert">"⚠ "{why}</p>
            <p><button type="button" class="button primary" on:click=move |_| run(page)>"继续"</button></p>
        }
        .into_any(),
        Phase::Finished => view! { <p role="status">"✓ "{move || finished(page)}</p> }.into_any(),
    };
    let start = move || {
        let ready = count.get().ready;
        let offers = !page.is_running() && ready > 0 && !matches!(page.phase.get(), Phase::Interrupted(_));
        offers.then(|| {
            view! {
                {R::WORDS.pledge.map(|words| pledge(words, pledged, missing))}
                <p>
                    <button type="button" class="button primary" on:click=move |_| begin.run(())>
                        {format!("确定导入（{ready} 行）")}
                    </button>
                </p>
            }
        })
    };
    view! {
        <section class="card pane" aria-label="第三步">
            <h2>"3. 导入"</h2>
            <p class="muted">{R::WORDS.import}</p>
            {state}
            {start}
        </section>
    }
    .into_any()
}

/// What has to be ticked before the import begins.
fn pledge(words: &'static str, pledged: RwSignal<bool>, missing: RwSignal<bool>) -> AnyView {
    view! {
        <label class="checkbox">
            <input type="checkbox" prop:checked=move || pledged.get() aria-describedby="import-pledge-error"
                on:change=move |event| {
                    pledged.set(event_target_checked(&event));
                    missing.set(false);
                } />
            {words}
        </label>
        <p class="error" id="import-pledge-error">{move || missing.get().then(|| format!("请勾选“{words}”"))}</p>
    }
    .into_any()
}

fn finished<R: Importable>(page: Page<R>) -> String {
    let count = page.lines.with(Lines::count);
    let Count { added, changed, already, .. } = count;
    let mut words = format!("导入完成：{} {added} 行", R::WORDS.added);
    if changed > 0 {
        words += &format!("，更新 {changed} 行");
    }
    if already > 0 {
        words += &format!("，原已在系统中 {already} 行");
    }
    if count.wrong > 0 {
        words += &format!("，未导入 {} 行，请修改后再导入或下载", count.wrong);
    }
    words
}

fn run<R: Importable>(page: Page<R>) {
    page.phase.set(Phase::Running);
    spawn_local(async move {
        loop {
            if page.phase.try_get_untracked() == Some(Phase::Stopping) {
                page.phase.set(Phase::Interrupted("已暂停。".to_owned()));
                return;
            }
            let Some((places, rows)) = page.lines.try_with_untracked(|lines| lines.next(R::ROWS_PER_REQUEST)) else {
                return;
            };
            if rows.is_empty() {
                return finish(page).await;
            }
            match R::send(rows).await {
                Ok(outcomes) => {
                    if page.lines.try_update(|lines| lines.note(&places, outcomes)).is_none() {
                        return;
                    }
                    page.keep();
                }
                Err(error) => return interrupt(page, &error),
            }
        }
    });
}

async fn finish<R: Importable>(page: Page<R>) {
    page.phase.try_set(Phase::Finishing);
    match R::finish().await {
        Ok(()) => {
            let is_left = page.phase.try_set(Phase::Finished).is_some();
            say(if is_left { "导入已完成".to_owned() } else { untrack(|| finished(page)) });
        }
        Err(error) => interrupt(page, &error),
    }
}

fn interrupt<R: Importable>(page: Page<R>, error: &CallError) {
    let why = format!("{} 已导入的行不会丢失，请点“继续”。", error.message());
    say(why.clone());
    page.phase.try_set(Phase::Interrupted(why));
}
