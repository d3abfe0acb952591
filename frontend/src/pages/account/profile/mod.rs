//! 我的信息: what is on record of the person, and what of it they can change.

pub mod employer;
pub mod mobile;

use crate::prelude::*;
use domain::contract::accounts::{Profile, ReadProfileRequest, RevealProfileRequest, RevealedProfile};
use domain::contract::{ReadProfile, RevealProfile};

use crate::api::call;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::components::list::loaded::loaded;
use crate::pages::account::page_head;
use crate::pages::account::profile::employer::employer_form;
use crate::pages::account::profile::mobile::mobile_form;
use crate::state::mutation::Mutation;
use crate::state::query::query;

/// What is being changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Editing {
    Nothing,
    Mobile,
    Home,
}

pub fn profile_page() -> AnyView {
    let loader = query(|| async { call::<ReadProfile>(&ReadProfileRequest {}).await });
    view! {
        {page_head("我的信息")}
        <div class="stack measure">{loaded(loader, 2, content)}</div>
    }
    .into_any()
}

/// Shows both numbers in full, or masks them again.
fn reveal(revealed: RwSignal<Option<RevealedProfile>>) -> AnyView {
    let attempt = Mutation::new();
    let show = Callback::new(move |()| {
        attempt.run(call::<RevealProfile>(&RevealProfileRequest {}), move |answer| {
            revealed.set(Some(answer));
            say("已显示完整号码，本次查看已记录");
        });
    });
    let is_shown = Memo::new(move |_| revealed.with(Option::is_some));
    let switch = move |_| if is_shown.get_untracked() { revealed.set(None) } else { show.run(()) };
    view! {
        <div class="row">
            <button type="button" class="button" aria-describedby="reveal-note"
                aria-busy=move || attempt.is_busy().to_string() on:click=switch>
                {move || if is_shown.get() { "隐藏完整号码" } else { "显示完整号码" }}
            </button>
            <span class="small muted" id="reveal-note">"显示完整号码会留下记录"</span>
        </div>
        {failure_notice(attempt.failure(), show)}
    }
    .into_any()
}

fn content(profile: Profile) -> AnyView {
    let profile = RwSignal::new(profile);
    let editing = RwSignal::new(Editing::Nothing);
    let revealed = RwSignal::new(None::<RevealedProfile>);
    let changed = Callback::new(move |now: Profile| {
        profile.set(now);
        // What was shown may be another number now.
        revealed.set(None);
        editing.set(Editing::Nothing);
    });
    let cancelled = Callback::new(move |()| editing.set(Editing::Nothing));
    let fact = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let fixed = move || {
        let profile = profile.get();
        let number = revealed.with(|all| all.as_ref().map(|all| all.identity_number.clone()));
        view! {
            <dl class="facts">
                {fact("姓名", profile.name)}
                {fact("证件号码", number.unwrap_or(profile.identity_masked))}
            </dl>
        }
    };
    let place = move || {
        let profile = profile.get();
        view! {
            <dl class="facts">
                {fact("所在单位", profile.unit.name)}
                {fact("所属部门", profile.department.map_or_else(|| "未设置".to_owned(), |department| department.name))}
            </dl>
        }
    };
    let mobile = move || {
        let masked = profile.with(|profile| profile.mobile_masked.clone());
        let number = revealed.with(|all| all.as_ref().and_then(|all| all.mobile.clone())).or(masked);
        view! { <dl class="facts">{fact("手机号", number.unwrap_or_else(|| "未填写".to_owned()))}</dl> }
    };
    let edit = move |what: Editing, words: &'static str| {
        view! { <button type="button" class="button" on:click=move |_| editing.set(what)>{words}</button> }
    };
    view! {
        <section class="card pane" aria-label="身份">
            {fixed}
            {reveal(revealed)}
            <p class="small muted">"姓名和证件号码有误时，请联系所在单位的管理员更正。"</p>
        </section>
        <section class="card pane" aria-label="手机号">
            {move || match editing.get() {
                Editing::Mobile => mobile_form(changed, cancelled),
                _ => view! { {mobile} {edit(Editing::Mobile, "修改手机号")} }.into_any(),
            }}
        </section>
        <section class="card pane" aria-label="单位和部门">
            {move || match editing.get() {
                Editing::Home => employer_form(profile.get_untracked(), changed, cancelled),
                _ => view! { {place} {edit(Editing::Home, "更换单位或部门")} }.into_any(),
            }}
        </section>
    }
    .into_any()
}
