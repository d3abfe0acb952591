//! 登录记录, and 退出其他设备: the same for every role.

use crate::prelude::*;
use domain::contract::accounts::{EndOtherSessionsRequest, ListSignInsRequest, SignInList, SignInRecord, SignInState};
use domain::contract::{EndOtherSessions, ListSignIns};

use crate::api::call;
use crate::attempt::{Attempt, Loader};
use crate::components::failure::failure_notice;
use crate::components::live_region::say;
use crate::components::loaded::loaded;

/// The sign-ins of the account; `change_password` is the address of 修改密码.
pub fn recent_sign_ins(change_password: impl Into<String>) -> AnyView {
    let change_password: String = change_password.into();
    let loader = Loader::new(|| async { call::<ListSignIns>(&ListSignInsRequest {}).await });
    let attempt = Attempt::new();
    let end = Callback::new(move |()| {
        attempt.run(async move {
            call::<EndOtherSessions>(&EndOtherSessionsRequest {}).await?;
            say("其他设备上的登录已全部退出");
            loader.refresh();
            Ok(())
        });
    });
    view! {
        <section class="card pane measure" aria-label="退出其他设备">
            <p class="small">"有不认识的登录？先退出其他设备，再"<a href=change_password>"修改密码"</a>"。"</p>
            {failure_notice(attempt.failure(), end)}
            <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
                on:click=move |_| end.run(())>"退出其他设备"</button>
        </section>
        <div class="stack measure">{loaded(loader, 3, content)}</div>
    }
    .into_any()
}

fn content(list: SignInList) -> AnyView {
    view! {
        <p class="small muted">"最近 90 天内的登录，新的在前。"</p>
        <ul role="list" class="card ways">{list.sign_ins.into_iter().map(line).collect_view()}</ul>
    }
    .into_any()
}

fn line(record: SignInRecord) -> AnyView {
    let standing = match record.standing {
        SignInState::Here => view! { <span class="chip ok">"当前设备"</span> }.into_any(),
        SignInState::Elsewhere => view! { <span class="chip wait">"仍在登录"</span> }.into_any(),
        SignInState::Ended => view! { <span class="small muted">"已退出"</span> }.into_any(),
    };
    view! {
        <li class="way">
            <span><span class="way-name">{record.device}</span><span class="small muted digits">{record.at.display()}</span></span>
            {standing}
        </li>
    }
    .into_any()
}
