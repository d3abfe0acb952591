//! One platform with its keys.

use crate::prelude::*;
use domain::contract::platforms::PlatformKeyRow;

use crate::apps::operator::route::Route;
use crate::pages::operator::platforms::{Page, Platform};

pub fn card(page: Page, platform: &Platform, keys: &[PlatformKeyRow]) -> AnyView {
    let another = platform.clone();
    let import = format!("{}?platform={}", Route::ImportCompletions.path(), platform.id.as_str());
    view! {
        <section class="card pane" aria-label=platform.name.clone()>
            <h2>{platform.name.clone()}</h2>
            <ul role="list" class="outcomes keys">{keys.iter().map(|key| line(page, key)).collect_view()}</ul>
            <div class="toolbar">
                <button type="button" class="button" aria-label=format!("为 {} 新建密钥", platform.name)
                    on:click=move |_| page.make(Some(another.clone()))>"轮换：新建密钥"</button>
                <a class="button" href=import aria-label=format!("导入 {} 的公需科目学时", platform.name)>"导入公需科目学时"</a>
            </div>
        </section>
    }
    .into_any()
}

fn line(page: Page, key: &PlatformKeyRow) -> AnyView {
    let chip = if key.enabled {
        view! { <span class="chip ok">"✓ 使用中"</span> }
    } else {
        view! { <span class="chip draft">"✕ 已停用"</span> }
    };
    let revoked = key.clone();
    let revoke = move |_| {
        page.revoking.set(Some(revoked.clone()));
        page.revoke_open.set(true);
    };
    let delivered = match key.last_delivery_at {
        Some(at) => format!("最近推送 {} · 共 {} 条，拒绝 {} 条", at.display(), key.delivered, key.refused),
        None => "还没有推送".to_owned(),
    };
    let failure = key.last_failure_at.map(|at| {
        view! { <p class="flag"><span aria-hidden="true">"▲ "</span>{format!("{} 有签名或时间不正确的请求", at.display())}</p> }
    });
    view! {
        <li class="key-line">
            <div>
                <p class="row"><span class="digits key-id">{key.id.as_str().to_owned()}</span>{chip}</p>
                <p class="small muted">{format!("{} 由 {} 新建", key.created_at.display(), key.created_by)}</p>
                <p class="small muted">{delivered}</p>
                {failure}
            </div>
            {key.enabled.then(|| view! {
                <button type="button" class="button quiet danger" aria-label=format!("停用密钥 {}", key.id.as_str())
                    on:click=revoke>"停用"</button>
            })}
        </li>
    }
    .into_any()
}
