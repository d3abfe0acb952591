//! 我的账号: who is signed in, where and when, and what belongs to the account.

use crate::prelude::*;

use crate::apps::operator::route::Route;
use crate::components::page::heading::heading;
use crate::features::sign_in::page::large_text_switch;
use crate::features::sign_in::recent_sign_ins::recent_sign_ins;
use crate::features::sign_in::sign_out::sign_out_button;
use crate::session;

pub fn account_page() -> AnyView {
    view! {
        <header class="page-head">{heading("我的账号".to_owned())}</header>
        <section class="card pane measure" aria-label="账号">{facts()}</section>
        <section class="card pane measure" aria-label="密码和显示">
            <div class="row">
                <a class="button" href=Route::ChangePassword.path()>"修改密码"</a>
                {sign_out_button(Route::Overview.path())}
            </div>
            <div class="row">{large_text_switch()}</div>
        </section>
        <h2>"登录记录"</h2>
        {recent_sign_ins(Route::ChangePassword.path())}
    }
    .into_any()
}

fn facts() -> AnyView {
    let Some(session) = session::state().read() else { return ().into_any() };
    let fact = |(name, value): (&'static str, String)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let facts = [("姓名", session.name), ("登录名", session.identity_masked), ("身份", "平台管理员".to_owned())];
    view! { <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl> }.into_any()
}
