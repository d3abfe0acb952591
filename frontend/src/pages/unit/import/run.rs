//! Step 3: sending the rows that keep every rule, some at a time. The functions know each row by its content, so that
//! whatever is sent twice is there once: a broken connection or a closed page costs nothing but the sending.

use crate::prelude::*;
use domain::contract::ImportRegistrations;
use domain::contract::registrations::ImportRequest;
use leptos::task::spawn_local;

use super::Page;
use super::lines::Lines;
use crate::api::call_keyed;
use crate::components::live_region::say;
use crate::request_key::fresh_key;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Idle,
    Running,
    /// The person wants to stop; what is on its way is waited for.
    Stopping,
    /// Why it does not go on by itself.
    Interrupted(String),
    Finished,
}

pub fn import_step(page: Page) -> AnyView {
    let pledged = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let count = Memo::new(move |_| page.lines.with(Lines::count));
    let begin = Callback::new(move |()| {
        missing.set(!pledged.get_untracked());
        if pledged.get_untracked() {
            run(page);
        }
    });
    let state = move || match page.phase.get() {
        Phase::Idle => ().into_any(),
        Phase::Running | Phase::Stopping => {
            let settled = move || count.get().added + count.get().already;
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
                <label class="checkbox">
                    <input type="checkbox" prop:checked=move || pledged.get() aria-describedby="import-pledge-error"
                        on:change=move |event| {
                            pledged.set(event_target_checked(&event));
                            missing.set(false);
                        } />
                    "本单位承诺以上信息属实"
                </label>
                <p class="error" id="import-pledge-error">
                    {move || missing.get().then_some("请勾选“本单位承诺以上信息属实”")}
                </p>
                <p>
                    <button type="button" class="button primary" on:click=move |_| begin.run(())>
                        {format!("确定导入 ({ready} 行)")}
                    </button>
                </p>
            }
        })
    };
    view! {
        <section class="card pane" aria-label="第三步">
            <h2>"3. 导入"</h2>
            <p class="muted">"导入后成为“待提交”的登记。重复导入不会重复登记;中断后可以继续,或重新选择同一个文件再导入。"</p>
            {state}
            {start}
        </section>
    }
    .into_any()
}

fn finished(page: Page) -> String {
    let count = page.lines.with(Lines::count);
    let mut words = format!("导入完成:新登记 {} 行", count.added);
    if count.already > 0 {
        words += &format!(",原已在系统中 {} 行", count.already);
    }
    if count.wrong > 0 {
        words += &format!(",未导入 {} 行,请修改后再导入或下载", count.wrong);
    }
    words
}

fn run(page: Page) {
    page.phase.set(Phase::Running);
    spawn_local(async move {
        loop {
            if page.phase.try_get_untracked() == Some(Phase::Stopping) {
                page.phase.set(Phase::Interrupted("已暂停。".to_owned()));
                return;
            }
            let Some((places, rows)) = page.lines.try_with_untracked(Lines::next) else { return };
            if rows.is_empty() {
                page.phase.try_set(Phase::Finished);
                say(untrack(|| finished(page)));
                return;
            }
            match call_keyed::<ImportRegistrations>(&ImportRequest { rows }, &fresh_key()).await {
                Ok(answer) => {
                    page.lines.try_update(|lines| lines.note(&places, answer.results));
                    page.keep();
                }
                Err(error) => {
                    let why = format!("{} 已导入的行不会丢失,请点“继续”。", error.message());
                    say(why.clone());
                    page.phase.try_set(Phase::Interrupted(why));
                    return;
                }
            }
        }
    });
}
