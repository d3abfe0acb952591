//! One version of the rules, to be read.

use crate::prelude::*;
use domain::category::CategoryTable;
use domain::contract::rules::Rules;
use js_sys::Uint8Array;

use crate::api::queries;
use crate::apps::operator::route::Route;
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::pages::operator::rules::table;
use crate::platform::{download, location};
use crate::state::query::query;

pub fn version_page() -> AnyView {
    let version = Memo::new(|_| {
        let typed = location::parameter(&location::place().query, "version");
        typed.and_then(|typed| typed.parse::<u32>().ok())
    });
    let title = Signal::derive(move || match version.get() {
        Some(version) => format!("认定标准第 {version} 版"),
        None => "认定标准".to_owned(),
    });
    view! {
        <header class="page-head">
            <a class="back" href=Route::Rules.path() aria-label="返回">"‹"</a>
            {heading(title)}
        </header>
        {move || content(version.get())}
    }
    .into_any()
}

fn content(version: Option<u32>) -> AnyView {
    let loader = query(move || queries::rules(version));
    loaded(loader, 3, |rules| shown(&rules))
}

fn shown(rules: &Rules) -> AnyView {
    let Ok(parsed) = serde_json::from_str::<CategoryTable>(&rules.table) else {
        return empty("这个版本读不出来", "请下载文件查看。", Some(download_button(rules)));
    };
    view! {
        <div class="toolbar">{download_button(rules)}</div>
        {table::table(&parsed)}
    }
    .into_any()
}

/// The file of a version, to make the next one from.
fn download_button(rules: &Rules) -> AnyView {
    let (name, text) = (format!("认定标准第{}版.json", rules.version), rules.table.clone());
    let get = move |_| {
        download::hand_over(&name, "application/json", &Uint8Array::from(text.as_bytes()));
    };
    view! { <button type="button" class="button" on:click=get>"下载 JSON 文件"</button> }.into_any()
}
