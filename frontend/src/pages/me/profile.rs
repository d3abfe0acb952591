//! 我的信息: what is on record of the person, and what of it they can change.

use crate::prelude::*;
use domain::contract::ReadProfile;
use domain::contract::accounts::{Profile, ReadProfileRequest};

use super::home::home_form;
use super::mobile::mobile_form;
use super::page_head;
use crate::api::call;
use crate::attempt::Loader;
use crate::components::loaded::loaded;

/// What is being changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Editing {
    Nothing,
    Mobile,
    Home,
}

pub fn profile_page() -> AnyView {
    let loader = Loader::new(|| async { call::<ReadProfile>(&ReadProfileRequest {}).await });
    view! {
        {page_head("我的信息")}
        <div class="stack measure">{loaded(loader, 2, content)}</div>
    }
    .into_any()
}

fn content(profile: Profile) -> AnyView {
    let profile = RwSignal::new(profile);
    let editing = RwSignal::new(Editing::Nothing);
    let changed = Callback::new(move |now: Profile| {
        profile.set(now);
        editing.set(Editing::Nothing);
    });
    let cancelled = Callback::new(move |()| editing.set(Editing::Nothing));
    let fact = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let fixed = move || {
        let profile = profile.get();
        view! {
            <dl class="facts">
                {fact("姓名", profile.name)}
                {fact("证件号码", profile.identity_masked)}
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
        view! { <dl class="facts">{fact("手机号", masked.unwrap_or_else(|| "未填写".to_owned()))}</dl> }
    };
    let edit = move |what: Editing, words: &'static str| {
        view! { <button type="button" class="button" on:click=move |_| editing.set(what)>{words}</button> }
    };
    view! {
        <section class="card pane" aria-label="身份">
            {fixed}
            <p class="small muted">"姓名和证件号码有误时,请联系所在单位的管理员更正。"</p>
        </section>
        <section class="card pane" aria-label="手机号">
            {move || match editing.get() {
                Editing::Mobile => mobile_form(changed, cancelled),
                _ => view! { {mobile} {edit(Editing::Mobile, "修改手机号")} }.into_any(),
            }}
        </section>
        <section class="card pane" aria-label="单位和部门">
            {move || match editing.get() {
                Editing::Home => home_form(profile.get_untracked(), changed, cancelled),
                _ => view! { {place} {edit(Editing::Home, "更换单位或部门")} }.into_any(),
            }}
        </section>
    }
    .into_any()
}
