//! One unit, with what an operator decides upon.

use crate::prelude::*;
use domain::contract::directory::{FoundUnit, UnitAccountState, UnitCard};
use domain::id::UnitId;

use crate::api::queries;
use crate::apps::operator::route::Route;
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::pages::operator::units::state::{Page, UnitDialog, people_text};
use crate::pages::operator::units::{
    account, change_dialog, chips, list_path, merge_dialog, password_dialog, unit_path,
};
use crate::platform::location;
use crate::state::query::{Ask, query};

pub fn card_page() -> AnyView {
    let id =
        Memo::new(|_| location::parameter(&location::place().query, "id").and_then(|id| id.parse::<UnitId>().ok()));
    (move || match id.get() {
        Some(id) => unit_page(id),
        None => view! {
            <header class="page-head">{heading("没有这个单位".to_owned())}</header>
            {empty("地址中没有单位编号", "请从单位列表进入。", Some(view! {
                <a class="button primary" href=Route::Units.path()>"单位管理"</a>
            }.into_any()))}
        }
        .into_any(),
    })
    .into_any()
}

fn unit_page(id: UnitId) -> AnyView {
    let loader = query(move || queries::listed_unit(id.clone()));
    let page = Page { loader, open: RwSignal::new(None) };
    let title =
        Signal::derive(move || loader.answer(|card| card.unit.name.clone()).unwrap_or_else(|| "单位".to_owned()));
    view! {
        <header class="page-head">
            <a class="back" href=list_path() aria-label="返回">"‹"</a>
            {heading(title)}
        </header>
        {loaded(loader, 2, move |card| content(page, &card))}
        {change_dialog::change_dialog(page)}
        {merge_dialog::merge_dialog(page)}
        {password_dialog::password_dialog(page)}
        {account::refuse_dialog(page)}
    }
    .into_any()
}

fn content(page: Page, card: &UnitCard) -> AnyView {
    let unconfirmed = card.account == UnitAccountState::Unconfirmed;
    view! {
        {card.merged_into.as_ref().map(merged)}
        {card.merging_into.as_ref().map(|into| merging(page, &into.name))}
        {unconfirmed.then(|| account::question(page, card))}
        <section class="card pane measure" aria-label="单位信息">
            {chips(&card.unit)}
            {facts(card)}
            // What is left of a merged unit is its history.
            {card.merged_into.is_none().then(|| actions(page, card))}
            <p><a href=format!("{}?unit={}", Route::Audit.path(), card.unit.id)>"审计日志"</a></p>
        </section>
    }
    .into_any()
}

fn merged(into: &FoundUnit) -> AnyView {
    view! {
        <p class="notice measure">"已并入"<a href=unit_path(&into.id)>{into.name.clone()}</a>"，只保留历史记录。"</p>
    }
    .into_any()
}

fn merging(page: Page, into: &str) -> AnyView {
    view! {
        <section class="warning measure" aria-label="合并未完成">
            <p>{format!("正在合并到“{into}”，还没有完成。")}</p>
            <p><button type="button" class="button" on:click=move |_| page.open.set(Some(UnitDialog::Merge))>"继续合并"</button></p>
        </section>
    }
    .into_any()
}

fn facts(card: &UnitCard) -> AnyView {
    let standing = match card.account {
        UnitAccountState::None => "没有注册",
        UnitAccountState::Unconfirmed => "已注册，待确认",
        UnitAccountState::Confirmed => "已注册",
    };
    let contact = if card.contact_name.is_empty() {
        "没有登记".to_owned()
    } else {
        format!("{} {}", card.contact_name, card.contact_mobile_masked)
    };
    let facts = [
        ("统一社会信用代码", card.unit.credit_code.as_str().to_owned()),
        ("单位属地", card.unit.region.full_name()),
        ("单位账号", standing.to_owned()),
        ("联系人", contact),
        ("管理员", format!("{} 位", card.administrators.len())),
        ("部门", format!("{} 个", card.departments)),
        ("人员", people_text(card)),
    ];
    let fact = |(name, value): (&'static str, String)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! { <dl class="facts unit-facts">{facts.into_iter().map(fact).collect_view()}</dl> }.into_any()
}

fn actions(page: Page, card: &UnitCard) -> AnyView {
    let button = |dialog: UnitDialog, class: &'static str, words: &'static str| {
        view! { <button type="button" class=class on:click=move |_| page.open.set(Some(dialog))>{words}</button> }
    };
    let has_account = card.account != UnitAccountState::None;
    view! {
        <div class="toolbar">
            {(!card.unit.verified).then(|| button(UnitDialog::Change { verify: true }, "button primary", "核实"))}
            {button(UnitDialog::Change { verify: false }, "button", "修改")}
            {has_account.then(|| button(UnitDialog::ResetPassword, "button", "重置单位账号密码"))}
            {card.merging_into.is_none().then(|| button(UnitDialog::Merge, "button danger", "合并到…"))}
        </div>
    }
    .into_any()
}
