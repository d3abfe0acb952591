//! 重置单位账号密码: a one-time password, shown once, to be handed over.

use crate::prelude::*;
use domain::contract::ResetUnitPassword;
use domain::contract::directory::{ResetUnitPasswordRequest, UnitPasswordReset};

use crate::components::dialog::secret::{Question, secret, secret_dialog};
use crate::components::feedback::copy_button::copy_button;
use crate::pages::operator::units::state::{Page, UnitDialog};
use crate::state::mutation::Mutation;

pub fn password_dialog(page: Page) -> AnyView {
    secret_dialog(
        page.opening(UnitDialog::ResetPassword),
        Signal::stored("重置单位账号密码".to_owned()),
        move |stays| {
            let Some(card) = page.card() else { return ().into_any() };
            let question = Question {
                words: format!(
                    "将为“{}”的单位账号生成一次性密码。原密码随即失效，已登录的立即退出。请先核对来人确属该单位。",
                    card.unit.name
                ),
                look: "danger",
                label: "生成一次性密码",
            };
            let issue = move |mutation: Mutation| {
                let request = ResetUnitPasswordRequest { id: card.unit.id.clone() };
                async move { mutation.call_keyed::<ResetUnitPassword>(&request).await }
            };
            secret(stays, question, issue, shown_once, Callback::new(move |()| page.open.set(None)))
        },
    )
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
