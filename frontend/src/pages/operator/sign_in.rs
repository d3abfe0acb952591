//! 登录 of an operator: a name, a password, and the code of a device.

use crate::prelude::*;
use domain::account::PasswordMistake;
use domain::contract::accounts::SignInOperatorRequest;
use domain::field_errors::FieldErrors;

use crate::attempt::Attempt;
use crate::components::error_summary::error_summary;
use crate::components::failure::failure_notice;
use crate::components::field::{Field, Typing, text_field};
use crate::components::heading::heading;
use crate::components::password::password_field;
use crate::components::reopen_session::CODE;
use crate::forms::check::Check;
use crate::pages::sign_in::large_text_switch;
use crate::{bind, session};

const FIELDS: [Field; 3] = [Field::required("login", "登录名"), Field::required("password", "密码"), CODE];
const CODE_DIGITS: usize = 6;

pub fn sign_in_page() -> AnyView {
    let form =
        RwSignal::new(SignInOperatorRequest { login: String::new(), password: String::new(), code: String::new() });
    let check = Check::new(move || missing(&form.read()));
    let attempt = Attempt::new();
    let send = Callback::new(move |()| {
        if check.passes() {
            attempt.run(async move {
                let typed = form.get_untracked();
                let code = plain(&typed.code);
                let login = typed.login.trim().to_owned();
                session::sign_in_operator(SignInOperatorRequest { login, code, ..typed }).await
            });
        }
    });
    let errors = check.errors("sign-in");
    view! {
        <main id="main" class="narrow">
            <header class="welcome">
                <p class="brand">"学时"</p>
                <p class="muted">"平台管理"</p>
            </header>
            {heading("登录".to_owned())}
            <form class="card form" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
                {error_summary(errors, &FIELDS, check.asked())}
                {text_field(errors, FIELDS[0], Typing::TEXT.autocomplete("username"), bind!(form.login))}
                {password_field(errors, FIELDS[1], "current-password", bind!(form.password))}
                {text_field(errors, FIELDS[2], Typing::DIGITS.autocomplete("one-time-code"), bind!(form.code))}
                {failure_notice(attempt.failure(), send)}
                <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()>
                    {move || if attempt.is_busy() { "正在登录…" } else { "登录" }}
                </button>
            </form>
            <p class="small muted center">"平台管理员账号由部署平台的人员建立。设备遗失时，请另建一个账号。"</p>
            {large_text_switch()}
        </main>
    }
    .into_any()
}

/// Authenticator apps show the digits in two groups.
fn plain(code: &str) -> String {
    code.chars().filter(|sign| !sign.is_whitespace()).collect()
}

fn missing(form: &SignInOperatorRequest) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if form.login.trim().is_empty() {
        errors.push("login", "required", "请填写登录名");
    }
    if form.password.is_empty() {
        errors.note("password", &PasswordMistake::Required);
    }
    let code = plain(&form.code);
    if code.is_empty() {
        errors.push("code", "required", "请填写动态口令");
    } else if code.len() != CODE_DIGITS || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        errors.push("code", "malformed", "动态口令为 6 位数字");
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(login: &str, code: &str) -> Vec<String> {
        let form = SignInOperatorRequest { login: login.to_owned(), password: "x".to_owned(), code: code.to_owned() };
        missing(&form).iter().map(|error| format!("{}:{}", error.path, error.code)).collect()
    }

    #[test]
    fn what_is_missing_is_said_all_at_once() {
        assert_eq!(wrong(" ", ""), ["login:required", "code:required"]);
        assert_eq!(wrong("huang.feng", "12345"), ["code:malformed"]);
        assert_eq!(wrong("huang.feng", "12345六"), ["code:malformed"]);
        assert!(wrong("huang.feng", "123 456").is_empty());
    }
}
