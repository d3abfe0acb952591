//! 我的: who is signed in, and the ways to what is theirs.

use crate::prelude::*;

use crate::apps::account::route::Route;
use crate::components::feedback::failure::failure_notice;
use crate::components::page::heading::heading;
use crate::features::addresses::ACCOUNT;
use crate::features::sign_in::page::large_text_switch;
use crate::platform::location;
use crate::session;
use crate::state::mutation::Mutation;

pub fn account_page() -> AnyView {
    let attempt = Mutation::new();
    let sign_out = Callback::new(move |()| {
        attempt.run(session::sign_out(), |()| location::replace(ACCOUNT));
    });
    let way = |route: Route, name: &'static str, about: &'static str, more: Option<AnyView>| {
        view! {
            <li><a class="link-line" href=route.path()>
                <span><span class="link-name">{name}{more}</span><span class="small muted">{about}</span></span>
                <span aria-hidden="true" class="muted">"›"</span>
            </a></li>
        }
    };
    view! {
        <header class="page-head">{heading("我的".to_owned())}</header>
        {who()}
        <ul role="list" class="card link-list measure">
            {way(Route::Messages, "消息", "审核结果和提醒", Some(unread()))}
            {way(Route::Certificates, "我的证书", "达标年度的合格证书：领取、查看、打印", None)}
            {way(Route::Profile, "我的信息", "手机号、所在单位、所属部门", None)}
            {way(Route::ChangePassword, "修改密码", "其他设备上的登录随之失效", None)}
            {way(Route::SignIns, "登录记录", "最近的登录，退出其他设备", None)}
        </ul>
        <section class="card pane measure" aria-label="账号">
            <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
                on:click=move |_| sign_out.run(())>"退出登录"</button>
            {failure_notice(attempt.failure(), sign_out)}
            {large_text_switch()}
        </section>
    }
    .into_any()
}

fn who() -> AnyView {
    let Some(session) = session::state().read() else { return ().into_any() };
    let department = session.department.map(|department| format!(" · {}", department.name)).unwrap_or_default();
    view! {
        <section class="card pane measure" aria-label="本人">
            <p class="own-name">{session.name}</p>
            <p class="muted digits">{session.identity_masked}</p>
            <p>{session.unit.name}{department}</p>
        </section>
    }
    .into_any()
}

fn unread() -> AnyView {
    let count = move || session::state().who().with(|who| who.as_ref().map_or(0, |who| who.unread));
    (move || {
        let count = count();
        (count > 0).then(|| view! { <span class="badge">{count}<span class="hidden-text">" 条未读"</span></span> })
    })
    .into_any()
}
