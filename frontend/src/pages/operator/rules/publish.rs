//! 发布新版本: a file or the text itself, checked at once, compared with the version in force, published for a day to come.

use crate::prelude::*;
use domain::category::CategoryTable;
use domain::contract::PublishRules;
use domain::contract::rules::PublishRulesRequest;
use leptos::html;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};

use crate::api::{CallError, queries};
use crate::apps::operator::route::Route;
use crate::components::dialog::confirm_dialog;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Bound, Field, FormErrors, Typing, text_area_field, text_field};
use crate::components::list::loaded::loaded;
use crate::components::page::heading::heading;
use crate::pages::operator::rules::check::{check, effective_day, with_effective_day};
use crate::pages::operator::rules::compare::{Change, Kind, changes};
use crate::platform::{clock, location};
use crate::session;
use crate::state::mutation::Mutation;
use crate::state::query::query;

const DAY: Field = Field::required("effective_from", "生效日期").hint("最早为明天；当天 0:00 起的申请适用新版本");
const TEXT: Field = Field::required("table", "内容").hint("JSON 格式，与正在使用的版本相同");

/// The newest version, which the new one follows and starts from.
#[derive(Clone)]
struct Base {
    newest: u32,
    text: String,
}

pub fn publish_page() -> AnyView {
    let loader = query(base);
    view! {
        <header class="page-head">
            <a class="back" href=Route::Rules.path() aria-label="返回">"‹"</a>
            {heading("发布新版本".to_owned())}
        </header>
        {loaded(loader, 3, form)}
    }
    .into_any()
}

async fn base() -> Result<Base, CallError> {
    let versions = queries::rules_versions().await?;
    let version = versions.versions.first().map(|newest| newest.version);
    let rules = queries::rules(version).await?;
    Ok(Base { newest: rules.version, text: rules.table })
}

fn form(base: Base) -> AnyView {
    let today = session::state().read().map_or_else(clock::device_now, |who| who.now).date();
    // New rules begin with a year, as a rule.
    let text = RwSignal::new(with_effective_day(&base.text, &format!("{:04}-01-01", today.year() + 1)));
    let published = location::ask_before_losing(text, text.get_untracked());
    let before = StoredValue::new(serde_json::from_str::<CategoryTable>(&base.text).ok());
    let checked = Memo::new(move |_| before.with_value(|before| check(&text.read(), before.as_ref(), today)));
    let errors = FormErrors::new("rules", Signal::stored(Default::default()));
    let day = Bound::new(
        move || text.with(|text| effective_day(text)),
        move |day| text.update(|text| *text = with_effective_day(text, &day)),
    );
    let newest = base.newest;
    view! {
        <section class="card form measure" aria-label="新版本">
            {file_row(text)}
            {text_field(errors, DAY, Typing::DATE, day)}
            {text_area_field(errors, TEXT, "", text.into())}
        </section>
        {move || match checked.get() {
            Err(mistakes) => told(mistakes),
            Ok(after) => before.with_value(|before| compared(before.as_ref(), &after, newest)),
        }}
        {publish(newest, text, checked, published)}
    }
    .into_any()
}

fn file_row(text: RwSignal<String>) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let failed = RwSignal::new(false);
    let take = move |event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.item(0)) {
            read(file, text, failed);
        }
        input.set_value("");
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <div>
            <input node_ref=input type="file" class="hidden-text" tabindex="-1" aria-label="选择 JSON 文件"
                accept=".json,application/json" on:change=take />
            <p class="row">
                <button type="button" class="button" on:click=open>"选择 JSON 文件"</button>
                <span class="small muted">"或在下面直接修改"</span>
            </p>
            <p class="error" role="alert">{move || failed.get().then_some("读不了这个文件，请重新选择")}</p>
        </div>
    }
    .into_any()
}

fn read(file: File, text: RwSignal<String>, failed: RwSignal<bool>) {
    spawn_local(async move {
        let content = JsFuture::from(file.text()).await.ok().and_then(|content| content.as_string());
        failed.try_set(content.is_none());
        if let Some(content) = content {
            say(format!("已读取 {}", file.name()));
            text.try_set(content.trim_start_matches('\u{feff}').to_owned());
        }
    });
}

fn told(mistakes: Vec<String>) -> AnyView {
    view! {
        <section class="failure measure" aria-label="需要修改的地方" role="status">
            <h2>{format!("有 {} 处需要修改", mistakes.len())}</h2>
            <ul class="next-list">{mistakes.into_iter().map(|one| view! { <li>{one}</li> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn compared(before: Option<&CategoryTable>, after: &CategoryTable, newest: u32) -> AnyView {
    let Some(before) = before else { return ().into_any() };
    let changes = changes(before, after);
    let words = if changes.is_empty() {
        format!("与第 {newest} 版没有区别（生效日期除外）")
    } else {
        format!("与第 {newest} 版相比，有 {} 处变化", changes.len())
    };
    view! {
        <section class="card pane measure" aria-label="与上一版比较">
            <div role="status"><h2>{words}</h2></div>
            <ul role="list" class="outcomes">{changes.iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn line(change: &Change) -> AnyView {
    let chip = match change.kind {
        Kind::Added => view! { <span class="chip ok">"+ 新增"</span> },
        Kind::Removed => view! { <span class="chip bad">"− 删除"</span> },
        Kind::Changed => view! { <span class="chip wait">"≠ 修改"</span> },
    };
    let details = change.details.iter().map(|one| view! { <p class="small muted">{one.clone()}</p> }).collect_view();
    view! { <li><p class="row">{chip}<strong>{change.about.clone()}</strong></p>{details}</li> }.into_any()
}

/// `published` hears when nothing can be lost any more.
fn publish(
    newest: u32,
    text: RwSignal<String>,
    checked: Memo<Result<CategoryTable, Vec<String>>>,
    published: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let open = RwSignal::new(false);
    let attempt = Mutation::new();
    let asked = RwSignal::new(false);
    let send = Callback::new(move |()| {
        let table = text.get_untracked();
        let publishing = async move {
            attempt.call_keyed::<PublishRules>(&PublishRulesRequest { after: newest, table }).await?;
            say(format!("认定标准第 {} 版已发布", newest + 1));
            Ok(())
        };
        attempt.run(publishing, move |()| {
            published();
            location::go(Route::Rules.path());
        });
    });
    let ask = move |_| {
        let is_right = checked.with_untracked(Result::is_ok);
        asked.set(!is_right);
        if is_right {
            attempt.clear();
            open.set(true);
        }
    };
    // What was wrong may have been mended.
    on_change(move || text.get(), move |_| asked.set(false));
    let question = Signal::derive(move || {
        let day = text.with(|text| effective_day(text));
        format!("第 {} 版将从 {day} 0:00 起用于新的申请。发布后不能修改或撤回，只能再发布一版。", newest + 1)
    });
    view! {
        <div class="measure">
            <p class="error" role="alert">{move || asked.get().then_some("请先修改上面列出的地方")}</p>
            <button type="button" class="button primary" on:click=ask>{format!("发布第 {} 版", newest + 1)}</button>
        </div>
        {confirm_dialog(open, Signal::stored("发布认定标准".to_owned()), question, "发布", attempt, send)}
    }
    .into_any()
}
