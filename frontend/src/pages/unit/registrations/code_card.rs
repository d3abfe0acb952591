//! A one-time code for a person: issued on demand, shown once, to be handed over in person.

use crate::prelude::*;
use domain::contract::IssueCode;
use domain::contract::people::{IssueCodeRequest, IssuedCode};
use domain::id::PersonId;

use crate::components::feedback::failure::failure_notice;
use crate::state::mutation::Mutation;

/// Where a person takes their code.
pub const ACTIVATION_PATH: &str = "/unit/code";

/// 生成启用码, and then the code itself.
pub fn code_card(person: PersonId, words: String) -> AnyView {
    let issued = RwSignal::new_local(None::<IssuedCode>);
    let attempt = Mutation::new();
    let issue = Callback::new(move |()| {
        let request = IssueCodeRequest { person: person.clone() };
        let issuing = async move { attempt.call_keyed::<IssueCode>(&request).await };
        attempt.run(issuing, move |code| issued.set(Some(code)));
    });
    let content = move || match issued.get() {
        None => view! {
            <p>{words.clone()}</p>
            {failure_notice(attempt.failure(), issue)}
            <p>
                <button type="button" class="button" aria-busy=move || attempt.is_busy().to_string()
                    on:click=move |_| issue.run(())>"生成启用码"</button>
            </p>
        }
        .into_any(),
        Some(issued) => {
            let address = window().location().origin().unwrap_or_default() + ACTIVATION_PATH;
            view! {
                <p>{format!("请把启用码当面交给本人，{} 前有效，只能使用一次。", issued.expires_at.display())}</p>
                <p class="code digits">{issued.code}</p>
                <p class="small muted">"本人在 "<span class="digits">{address}</span>" 填写证件号码和代码，设置密码后即可登录。离开本页后不再显示，可重新发放。"</p>
            }
            .into_any()
        }
    };
    view! { <div class="stack" role="status">{content}</div> }.into_any()
}
