//! 重置单位账号密码: a one-time password, shown once, to be handed over.

use crate::prelude::*;
use domain::contract::ResetUnitPassword;
use domain::contract::directory::{ResetUnitPasswordRequest, UnitPasswordReset};

use super::card::{Deed, Page};
use crate::attempt::Attempt;
use crate::components::copy_button::copy_button;
use crate::components::dialog::dialog;
use crate::components::failure::failure_notice;

pub fn password_dialog(page: Page) -> AnyView {
    let open = page.opened(|deed| deed == Deed::ResetPassword);
    dialog(open, Signal::stored("重置单位账号密码".to_owned()), move || content(page))
}

fn content(page: Page) -> AnyView {
    let Some(card) = page.card() else { return ().into_any() };
    let attempt = Attempt::new();
    let given = RwSignal::new(None::<UnitPasswordReset>);
    let id = card.unit.id.clone();
    let send = Callback::new(move |()| {
        let id = id.clone();
        attempt.run(async move {
            given.set(Some(attempt.call_keyed::<ResetUnitPassword>(&ResetUnitPasswordRequest { id }).await?));
            Ok(())
        });
    });
    let name = card.unit.name;
    let shown = move || {
        match given.get() {
        None => view! {
            <p>{format!("将为“{name}”的单位账号生成一次性密码。原密码随即失效，已登录的立即退出。请先核对来人确属该单位。")}</p>
        }
        .into_any(),
        Some(given) => shown_once(&given),
    }
    };
    view! {
        <div class="stack" role="status">{shown}</div>
        {failure_notice(attempt.failure(), send)}
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| page.open.set(None)>"关闭"</button>
            {move || given.with(Option::is_none).then(|| view! {
                <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
                    on:click=move |_| send.run(())>"生成一次性密码"</button>
            })}
        </div>
    }
    .into_any()
}

fn shown_once(given: &UnitPasswordReset) -> AnyView {
    view! {
        <p class="code">{given.password.clone()}</p>
        <p>{copy_button("密码", given.password.clone())}</p>
        <p class="notice">
            {format!("密码只显示这一次，{} 前有效，首次登录须修改。请以可靠的方式交给单位。", given.valid_until.display())}
        </p>
    }
    .into_any()
}
