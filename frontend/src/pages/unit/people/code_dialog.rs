//! 重置密码 by a one-time code, which is shown once, to be handed over.

use crate::prelude::*;
use domain::contract::IssueCode;
use domain::contract::people::{IssueCodeRequest, IssuedCode};

use super::{Deed, Page};
use crate::attempt::Attempt;
use crate::components::dialog::dialog;
use crate::components::failure::failure_notice;

pub fn code_dialog(page: Page) -> AnyView {
    let open = page.opened(Deed::Code);
    let title =
        Signal::derive(move || page.about.with(|row| format!("重置密码 {}", row.as_ref().map_or("", |row| &row.name))));
    dialog(open, title, move || content(page, open))
}

fn content(page: Page, open: RwSignal<bool>) -> AnyView {
    let Some(row) = page.about.get_untracked() else { return ().into_any() };
    let attempt = Attempt::new();
    let issued = RwSignal::new(None::<IssuedCode>);
    let send = Callback::new(move |()| {
        let person = row.id.clone();
        attempt.run(async move {
            issued.set(Some(attempt.call_keyed::<IssueCode>(&IssueCodeRequest { person }).await?));
            Ok(())
        });
    });
    let shown = move || {
        match issued.get() {
        None => view! {
            <p>"将生成一个一次性代码，请当面或以可靠的方式交给本人，由本人设置新密码。之前的代码随即失效；本人的密码在使用代码之前不变。"</p>
        }
        .into_any(),
        Some(issued) => shown_once(&issued),
    }
    };
    view! {
        <div role="status">{shown}</div>
        {failure_notice(attempt.failure(), send)}
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| open.set(false)>"关闭"</button>
            {move || issued.with(Option::is_none).then(|| view! {
                <button type="button" class="button primary" aria-busy=move || attempt.is_busy().to_string()
                    on:click=move |_| send.run(())>"生成一次性代码"</button>
            })}
        </div>
    }
    .into_any()
}

fn shown_once(issued: &IssuedCode) -> AnyView {
    let address = window().location().origin().unwrap_or_default() + "/unit/code";
    let purpose = if issued.activates { "激活账号并设置密码" } else { "设置新密码" };
    view! {
        <p class="code">{issued.code.clone()}</p>
        <p>{format!("请本人打开 {address} ，用证件号码和这个代码{purpose}。")}</p>
        <p class="notice">{format!("代码只显示这一次，{} 前有效，只能使用一次。", issued.expires_at.display())}</p>
    }
    .into_any()
}
