//! 我的账号: who is signed in, for which unit, and what belongs to the account.

use crate::prelude::*;

use crate::apps::unit::route::Route;
use crate::components::page::heading::heading;
use crate::features::sign_in::page::large_text_switch;
use crate::features::sign_in::sign_out::sign_out_button;
use crate::session;
use crate::session::access::Access;

pub fn account_page() -> AnyView {
    view! {
        <header class="page-head">{heading("我的账号".to_owned())}</header>
        <section class="card pane" aria-label="账号">{facts()}</section>
        <section class="card pane">
            <div class="row">
                <a class="button" href=Route::ChangePassword.path()>"修改密码"</a>
                {sign_out_button(Route::Overview.path())}
            </div>
            <div class="row">{large_text_switch()}</div>
        </section>
    }
    .into_any()
}

fn facts() -> AnyView {
    let Some(session) = session::state().read() else { return ().into_any() };
    let access = Access::of(&session);
    let identity = if access == Access::UnitAccount { "统一社会信用代码" } else { "证件号码" };
    let facts = [
        ("姓名", session.name),
        (identity, session.identity_masked),
        ("单位", session.unit.name),
        ("管理范围", access.name()),
    ];
    let fact = |(name, value): (&'static str, String)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! { <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl> }.into_any()
}

/// The browser holds one session for both apps: who came here as a professional has nothing to review.
pub fn elsewhere_page() -> AnyView {
    let name = session::state().read().map(|session| session.name).unwrap_or_default();
    view! {
        <main id="main" class="narrow">
            {heading("您以个人身份登录".to_owned())}
            <p class="notice">{format!("{name}，这里供单位管理员使用。要审核学时，请退出后以单位管理员身份登录。")}</p>
            <a class="button primary" href="/">"前往我的学时"</a>
            {sign_out_button(Route::Overview.path())}
        </main>
    }
    .into_any()
}
