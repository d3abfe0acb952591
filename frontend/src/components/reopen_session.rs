//! An ended session asks for the password in place. Whatever was typed stays, and what was asked for goes on.

use crate::dom::html;
use crate::prelude::*;
use domain::field_errors::FieldErrors;

use super::failure::failure_notice;
use super::field::{Field, FormErrors, Typing, text_field};
use super::password::password_field;
use crate::attempt::Attempt;
use crate::session;

const LOGIN: Field = Field::required("login", "证件号码");
const PASSWORD: Field = Field::required("password", "密码");

/// Once in an app. Comes up by itself when a call finds the session ended.
pub fn reopen_session() -> AnyView {
    let ended = session::state().ended();
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(element) = element.get() else { return };
        match (ended.get(), element.open()) {
            (true, false) => drop(element.show_modal()),
            (false, true) => element.close(),
            _ => {}
        }
    });
    // Escape must not throw away what waits; 退出登录 says what it does.
    view! {
        <dialog node_ref=element aria-label="请重新登录" on:cancel=move |event: leptos::ev::Event| event.prevent_default()>
            {move || ended.get().then(form)}
        </dialog>
    }
    .into_any()
}

fn form() -> AnyView {
    let known = session::known_login();
    let login = RwSignal::new(known.clone().unwrap_or_default());
    let password = RwSignal::new(String::new());
    let attempt = Attempt::new();
    let errors = FormErrors::new("reopen", Signal::stored(FieldErrors::default()));
    let name = session::state().read().map(|session| session.name).unwrap_or_default();
    let send = Callback::new(move |()| {
        attempt.run(session::reopen(login.get_untracked(), password.get_untracked()));
    });
    view! {
        <form class="dialog" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
            <h2>"请重新登录"</h2>
            <p>{name}",登录已过期。输入密码后继续,已填写的内容都还在。"</p>
            {match known {
                // Password managers look for whom the password belongs to.
                Some(login) => view! { <input type="text" autocomplete="username" value=login hidden /> }.into_any(),
                None => text_field(errors, LOGIN, Typing::TEXT.autocomplete("username"), login.into()),
            }}
            {password_field(errors, PASSWORD, "current-password", password.into())}
            {failure_notice(attempt.failure(), send)}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| session::give_up()>"退出登录"</button>
                <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()>
                    "继续"
                </button>
            </div>
        </form>
    }
    .into_any()
}
