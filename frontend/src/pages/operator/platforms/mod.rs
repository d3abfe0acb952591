//! 学习平台: who delivers completions of common-subject courses, with which keys.

pub mod completions;
mod deliveries;
mod key_dialog;
mod list;

use crate::prelude::*;
use domain::contract::platforms::{PlatformKeyRow, PlatformKeys};
use domain::contract::{RevokePlatformKey, platforms::RevokePlatformKeyRequest};
use domain::id::PlatformId;

use crate::api::queries;
use crate::components::dialog::confirm_dialog;
use crate::components::feedback::live_region::say;
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::state::mutation::Mutation;
use crate::state::query::{Ask, Query, query};

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    loader: Query<PlatformKeys>,
    /// For whom a key is made; `None`: a new platform.
    making_for: RwSignal<Option<Platform>>,
    make_open: RwSignal<bool>,
    revoking: RwSignal<Option<PlatformKeyRow>>,
    revoke_open: RwSignal<bool>,
}

impl Page {
    fn make(self, platform: Option<Platform>) {
        self.making_for.set(platform);
        self.make_open.set(true);
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Platform {
    id: PlatformId,
    name: String,
}

/// The keys of each platform, in the order of the answer.
fn by_platform(keys: &PlatformKeys) -> Vec<(Platform, Vec<PlatformKeyRow>)> {
    let mut platforms: Vec<(Platform, Vec<PlatformKeyRow>)> = Vec::new();
    for key in &keys.keys {
        match platforms.iter_mut().find(|(platform, _)| platform.id == key.platform) {
            Some((_, of_platform)) => of_platform.push(key.clone()),
            None => {
                let platform = Platform { id: key.platform.clone(), name: key.platform_name.clone() };
                platforms.push((platform, vec![key.clone()]));
            }
        }
    }
    platforms
}

pub fn platforms_page() -> AnyView {
    let page = Page {
        loader: query(queries::platform_keys),
        making_for: RwSignal::new(None),
        make_open: RwSignal::new(false),
        revoking: RwSignal::new(None),
        revoke_open: RwSignal::new(false),
    };
    view! {
        <header class="page-head">
            {heading("学习平台".to_owned())}
            <button type="button" class="button primary" on:click=move |_| page.make(None)>"新建平台和密钥"</button>
        </header>
        <p class="muted">"学习平台用密钥签名推送公需科目学时；没有接入的平台，可以导入它交来的文件。"</p>
        {loaded(page.loader, 2, move |keys| content(page, &keys))}
        {key_dialog::key_dialog(page)}
        {revoke_dialog(page)}
    }
    .into_any()
}

fn content(page: Page, keys: &PlatformKeys) -> AnyView {
    let platforms = by_platform(keys);
    if platforms.is_empty() {
        return empty("还没有学习平台", "新建平台和密钥，把密钥交给学习平台的技术人员。", None);
    }
    let card = |(platform, keys): &(Platform, Vec<PlatformKeyRow>)| list::card(page, platform, keys);
    view! { <div class="stack">{platforms.iter().map(card).collect_view()}</div> }.into_any()
}

fn revoke_dialog(page: Page) -> AnyView {
    let attempt = Mutation::new();
    let confirmed = Callback::new(move |()| {
        let Some(key) = page.revoking.get_untracked() else { return };
        let revoked = async move {
            let keys = attempt.call_keyed::<RevokePlatformKey>(&RevokePlatformKeyRequest { id: key.id }).await?;
            say(format!("{} 的一个密钥已停用", key.platform_name));
            Ok(keys)
        };
        attempt.run(revoked, move |keys| {
            page.revoke_open.set(false);
            page.loader.put(keys);
        });
    });
    let question = Signal::derive(move || {
        page.revoking.with(|key| {
            let key = key.as_ref();
            let (id, name) = key.map_or(("", ""), |key| (key.id.as_str(), key.platform_name.as_str()));
            format!("停用“{name}”的密钥 {id} 后，用它签名的推送立即被拒绝，不能恢复。请先确认平台已换用另一个密钥。")
        })
    });
    confirm_dialog(page.revoke_open, Signal::stored("停用密钥".to_owned()), question, "停用", attempt, confirmed)
}
