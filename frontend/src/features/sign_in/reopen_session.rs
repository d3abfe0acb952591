//! An ended session asks for the password in place. Whatever was typed stays, and what was asked for goes on.

use crate::prelude::*;
use domain::contract::accounts::SignInOperatorRequest;
use domain::field_errors::FieldErrors;
use domain::permission::Role;

use crate::components::dialog::question;
use crate::components::feedback::failure::failure_notice;
use crate::components::form::field::{Field, FormErrors, Typing, text_field};
use crate::components::form::password::password_field;
use crate::session;
use crate::state::mutation::Mutation;

const LOGIN: Field = Field::required("login", "证件号码");
const OPERATOR_LOGIN: Field = Field::required("login", "登录名");
const PASSWORD: Field = Field::required("password", "密码");
/// 动态口令: six digits of the operator's device.
pub const CODE: Field = Field::required("code", "动态口令").hint("验证器应用上的 6 位数字");

/// Once in an app. Comes up by itself when a call finds the session ended, and asks with `ask`.
pub fn reopen_session(ask: fn() -> AnyView) -> AnyView {
    let ended = session::state().ended();
    // Escape must not throw away what waits; 退出登录 says what it does.
    question(move || ended.get(), "请重新登录", ask)
}

/// Whom the session belongs to, and the password.
pub fn ask_for_password() -> AnyView {
    let typed = Typed::new();
    let attempt = Mutation::new();
    let send = Callback::new(move |()| {
        attempt.run(session::reopen(typed.login.get_untracked(), typed.password.get_untracked()), |()| {});
    });
    form(typed, LOGIN, "输入密码", None, attempt, send)
}

/// The same in the apps that operators use: they have no identity number here, and show the code of their device as well.
pub fn ask_for_password_or_code() -> AnyView {
    if session::state().read().is_none_or(|session| session.role != Role::Operator) {
        return ask_for_password();
    }
    let typed = Typed::new();
    let code = RwSignal::new(String::new());
    let attempt = Mutation::new();
    let send = Callback::new(move |()| {
        let request = SignInOperatorRequest {
            login: typed.login.get_untracked(),
            password: typed.password.get_untracked(),
            code: code.get_untracked().trim().to_owned(),
        };
        let reopened = async move {
            let reopened = session::reopen_operator(request).await;
            // A code works once.
            code.try_set(String::new());
            reopened
        };
        attempt.run(reopened, |()| {});
    });
    let code = text_field(errors(), CODE, Typing::DIGITS.autocomplete("one-time-code"), code.into());
    form(typed, OPERATOR_LOGIN, "输入密码和动态口令", Some(code), attempt, send)
}

#[derive(Clone, Copy)]
struct Typed {
    login: RwSignal<String>,
    password: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let login = RwSignal::new(session::known_login().unwrap_or_default());
        Self { login, password: RwSignal::new(String::new()) }
    }
}

fn errors() -> FormErrors {
    FormErrors::new("reopen", Signal::stored(FieldErrors::default()))
}

fn form(
    typed: Typed,
    about_login: Field,
    what: &'static str,
    code: Option<AnyView>,
    attempt: Mutation,
    send: Callback<()>,
) -> AnyView {
    let name = session::state().read().map(|session| session.name).unwrap_or_default();
    view! {
        <form class="dialog" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
            <h2>"请重新登录"</h2>
            <p>{name}"，登录已过期。"{what}"后继续，已填写的内容都还在。"</p>
            {match session::known_login() {
                // Password managers look for whom the password belongs to.
                Some(login) => view! { <input type="text" autocomplete="username" value=login hidden /> }.into_any(),
                None => text_field(errors(), about_login, Typing::TEXT.autocomplete("username"), typed.login.into()),
            }}
            {password_field(errors(), PASSWORD, "current-password", typed.password.into())}
            {code}
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
