//! 重置密码 by a one-time code, which is shown once, to be handed over.

use crate::prelude::*;
use domain::contract::IssueCode;
use domain::contract::people::{IssueCodeRequest, IssuedCode};

use crate::components::dialog::Opening;
use crate::components::dialog::secret::{Question, secret, secret_dialog};
use crate::pages::unit::people::{Page, PeopleDialog};
use crate::state::mutation::Mutation;

pub fn code_dialog(page: Page) -> AnyView {
    let subject =
        Memo::new(move |_| if let Some(PeopleDialog::Code(row)) = page.dialog.get() { Some(row) } else { None });
    let opening = Opening::new(move || subject.with(Option::is_some), move || page.close());
    let title =
        Signal::derive(move || subject.with(|row| format!("重置密码 {}", row.as_ref().map_or("", |row| &row.name))));
    secret_dialog(opening, title, move |stays| {
        let Some(row) = subject.get_untracked() else { return ().into_any() };
        let question = Question {
            words: "将生成一个重置码，请当面或以可靠的方式交给本人，由本人设置新密码。之前的代码随即失效；本人的密码在使用代码之前不变。".to_owned(),
            look: "primary",
            label: "生成重置码",
        };
        let issue = move |mutation: Mutation| {
            let request = IssueCodeRequest { person: row.id.clone() };
            async move { mutation.call_keyed::<IssueCode>(&request).await }
        };
        secret(stays, question, issue, shown_once, Callback::new(move |()| page.close()))
    })
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
