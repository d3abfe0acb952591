//! 登录 of an operator: a name, a password, and the code of a device.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::account::PasswordMistake;
use domain::contract::accounts::SignInOperatorRequest;
use domain::field_errors::FieldErrors;

use crate::components::form::field::{Field, Typing, text_field};
use crate::components::form::password::password_field;
use crate::components::page::heading::heading;
use crate::features::sign_in::page::large_text_switch;
use crate::features::sign_in::reopen_session::CODE;
use crate::{bind, session};

const FIELDS: [Field; 3] = [Field::required("login", "登录名"), Field::required("password", "密码"), CODE];
const CODE_DIGITS: usize = 6;

pub fn sign_in_page() -> AnyView {
    let form =
        RwSignal::new(SignInOperatorRequest { login: String::new(), password: String::new(), code: String::new() });
    let saved = SaveForm::new(
        "sign-in",
        &FIELDS,
        move || missing(&form.read()),
        move |_| {
            let typed = form.get_untracked();
            let (login, code) = (typed.login.trim().to_owned(), plain(&typed.code));
            session::sign_in_operator(SignInOperatorRequest { login, code, ..typed })
        },
        |()| {},
    );
    let errors = saved.errors();
    let controls = view! {
        {text_field(errors, FIELDS[0], Typing::TEXT.autocomplete("username"), bind!(form.login))}
        {password_field(errors, FIELDS[1], "current-password", bind!(form.password))}
        {text_field(errors, FIELDS[2], Typing::DIGITS.autocomplete("one-time-code"), bind!(form.code))}
    };
    view! {
        <main id="main" class="narrow">
            <header class="welcome">
                <p class="brand">"学时"</p>
                <p class="muted">"平台管理"</p>
            </header>
            {heading("登录".to_owned())}
            {saved.view("card form", controls, saved.button("登录", "正在登录…"))}
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
