//! 认定标准: the versions of the categories, their hours and the yearly requirements.

mod check;
mod compare;
pub mod publish;
mod table;
pub mod version;

use crate::prelude::*;
use domain::contract::rules::{RulesVersion, RulesVersions};

use crate::api::queries;
use crate::apps::operator::route::Route;
use crate::components::list::loaded::loaded;
use crate::components::page::heading::heading;
use crate::platform::viewport::is_wide;
use crate::state::query::query;

pub fn rules_page() -> AnyView {
    let loader = query(queries::rules_versions);
    view! {
        <header class="page-head">
            {heading("认定标准".to_owned())}
            <a class="button primary" href=Route::PublishRules.path()>"发布新版本"</a>
        </header>
        <p class="muted">"登记保留申请时的版本；新版本从生效日期起用于新的申请，已有的登记不变。"</p>
        {loaded(loader, 2, list)}
    }
    .into_any()
}

fn list(versions: RulesVersions) -> AnyView {
    (move || if is_wide() { rows(&versions) } else { cards(&versions) }).into_any()
}

fn rows(versions: &RulesVersions) -> AnyView {
    let line = |one: &RulesVersion| {
        view! {
            <tr>
                <th scope="row" class="short">{version_link(one.version)}</th>
                <td class="digits">{one.effective_from.clone()}</td>
                <td>{standing(one, versions)}</td>
                <td class="number">{one.subcategories}</td>
                <td>{published(one)}</td>
            </tr>
        }
    };
    view! {
        <div class="card table-card measure">
            <table class="console-table">
                <caption class="hidden-text">"认定标准的版本"</caption>
                <thead><tr>
                    <th scope="col">"版本"</th>
                    <th scope="col">"生效日期"</th>
                    <th scope="col">"状态"</th>
                    <th scope="col" class="number">"二级类型"</th>
                    <th scope="col">"发布"</th>
                </tr></thead>
                <tbody>{versions.versions.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn cards(versions: &RulesVersions) -> AnyView {
    let card = |one: &RulesVersion| {
        view! {
            <article class="card registration unit-card">
                <h2>{version_link(one.version)}</h2>
                {standing(one, versions)}
                <p class="small muted">{format!("{} 起生效 · {} 个二级类型", one.effective_from, one.subcategories)}</p>
                <p class="small muted">{published(one)}</p>
            </article>
        }
    };
    view! { <div class="stack">{versions.versions.iter().map(card).collect_view()}</div> }.into_any()
}

fn version_link(version: u32) -> AnyView {
    let path = format!("{}?version={version}", Route::RulesVersion.path());
    view! { <a href=path>{format!("第 {version} 版")}</a> }.into_any()
}

fn standing(one: &RulesVersion, all: &RulesVersions) -> AnyView {
    let current = all.versions.iter().find(|one| one.in_force).map_or(0, |one| one.version);
    let chip = match one.in_force {
        true => view! { <span class="chip ok">"✓ 使用中"</span> },
        false if one.version > current => view! { <span class="chip wait">"◷ 待生效"</span> },
        false => view! { <span class="chip draft">"已被替代"</span> },
    };
    let provisional = one.provisional.then(|| view! { <span class="chip draft">"暂行"</span> });
    view! { <span class="row">{chip}{provisional}</span> }.into_any()
}

fn published(one: &RulesVersion) -> String {
    match one.published_at {
        Some(at) => format!("{} {}", at.display(), one.published_by),
        None => "随平台提供".to_owned(),
    }
}
