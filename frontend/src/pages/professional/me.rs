//! 我的: who is signed in, and what belongs to the account.

use crate::prelude::*;

use super::route::Route;
use crate::attempt::Attempt;
use crate::components::failure::failure_notice;
use crate::components::heading::heading;
use crate::pages::sign_in::large_text_switch;
use crate::{location, session};

pub fn me_page() -> AnyView {
    let attempt = Attempt::new();
    let sign_out = Callback::new(move |()| {
        attempt.run(async {
            session::sign_out().await?;
            location::replace(&Route::SignIn.path());
            Ok(())
        });
    });
    view! {
        <header class="page-head">{heading("我的".to_owned())}</header>
        <section class="card pane measure">{facts()}</section>
        <section class="card pane measure">
            <a class="button" href=Route::ChangePassword.path()>"修改密码"</a>
            <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
                on:click=move |_| sign_out.run(())>"退出登录"</button>
            {failure_notice(attempt.failure(), sign_out)}
            {large_text_switch()}
        </section>
    }
    .into_any()
}

fn facts() -> AnyView {
    let Some(session) = session::state().read() else { return ().into_any() };
    let department = session.department.map_or_else(|| "未设置".to_owned(), |department| department.name);
    let facts = [
        ("姓名", session.name),
        ("证件号码", session.identity_masked),
        ("所在单位", session.unit.name),
        ("所属部门", department),
    ];
    let fact = |(name, value): (&'static str, String)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    view! { <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl> }.into_any()
}
