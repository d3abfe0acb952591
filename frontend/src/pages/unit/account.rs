//! 我的账号: who is signed in, for which unit, and what belongs to the account.

use crate::prelude::*;

use super::office::Office;
use super::route::Route;
use crate::attempt::Attempt;
use crate::components::failure::failure_notice;
use crate::components::heading::heading;
use crate::pages::sign_in::large_text_switch;
use crate::{location, session};

pub fn account_page() -> AnyView {
    view! {
        <header class="page-head">{heading("我的账号".to_owned())}</header>
        <section class="card pane" aria-label="账号">{facts()}</section>
        <section class="card pane">
            <div class="row">
                <a class="button" href=Route::ChangePassword.path()>"修改密码"</a>
                {sign_out_button()}
            </div>
            <div class="row">{large_text_switch()}</div>
        </section>
    }
    .into_any()
}

fn facts() -> AnyView {
    let Some(session) = session::state().read() else { return ().into_any() };
    let office = Office::of(&session);
    let identity = if office == Office::UnitAccount { "统一社会信用代码" } else { "证件号码" };
    let facts = [
        ("姓名", session.name),
        (identity, session.identity_masked),
        ("单位", session.unit.name),
        ("管理范围", office.name()),
    ];
    let fact = |(name, value): (&'static str, String)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! { <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl> }.into_any()
}

/// 退出登录, with what to do where it does not work.
pub fn sign_out_button() -> AnyView {
    let attempt = Attempt::new();
    let sign_out = Callback::new(move |()| {
        attempt.run(async {
            session::sign_out().await?;
            location::replace(Route::Overview.path());
            Ok(())
        });
    });
    view! {
        <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
            on:click=move |_| sign_out.run(())>"退出登录"</button>
        {failure_notice(attempt.failure(), sign_out)}
    }
    .into_any()
}

/// The browser holds one session for both apps: who came here as a professional has nothing to review.
pub fn elsewhere_page() -> AnyView {
    let name = session::state().read().map(|session| session.name).unwrap_or_default();
    view! {
        <main id="main" class="narrow">
            {heading("您以个人身份登录".to_owned())}
            <p class="notice">{format!("{name},这里供单位管理员使用。要审核学时,请退出后以单位管理员身份登录。")}</p>
            <a class="button primary" href="/">"前往我的学时"</a>
            {sign_out_button()}
        </main>
    }
    .into_any()
}
