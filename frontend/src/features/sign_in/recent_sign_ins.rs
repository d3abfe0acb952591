//! 登录记录, and 退出其他设备: the same for every role.

use crate::prelude::*;
use domain::contract::accounts::{EndOtherSessionsRequest, ListSignInsRequest, SignInList, SignInRecord, SignInState};
use domain::contract::{EndOtherSessions, ListSignIns};

use crate::api::call;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::components::list::loaded::loaded;
use crate::state::mutation::Mutation;
use crate::state::query::{Ask, query};

/// The sign-ins of the account; `change_password` is the address of 修改密码.
pub fn recent_sign_ins(change_password: impl Into<String>) -> AnyView {
    let change_password: String = change_password.into();
    let loader = query(|| async { call::<ListSignIns>(&ListSignInsRequest {}).await });
    let attempt = Mutation::new();
    let end = Callback::new(move |()| {
        let ended = async {
            call::<EndOtherSessions>(&EndOtherSessionsRequest {}).await?;
            say("其他设备上的登录已全部退出");
            Ok(())
        };
        attempt.run(ended, move |()| loader.refresh());
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
        <p class="small muted">"最近 90 天内的登录，按时间倒序。"</p>
        <ul role="list" class="card link-list">{list.sign_ins.into_iter().map(line).collect_view()}</ul>
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
        <li class="link-line">
            <span><span class="link-name">{record.device}</span><span class="small muted digits">{record.at.display()}</span></span>
            {standing}
        </li>
    }
    .into_any()
}
