//! 登录, for every role.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::account::PasswordMistake;
use domain::credit_code::CreditCode;
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;
use domain::permission::Role;
use time::Date;

use crate::components::form::field::{Field, Typing, text_field};
use crate::components::form::password::password_field;
use crate::components::page::heading::heading;
use crate::features::addresses::SIGN_IN;
use crate::platform::{clock, text_size};
use crate::session;

const IDENTITY_NUMBER: Field = Field::required("login", "证件号码");
const CREDIT_CODE: Field = Field::required("login", "统一社会信用代码");
const PASSWORD: Field = Field::required("password", "密码");
const OF_PERSON: [Field; 2] = [IDENTITY_NUMBER, PASSWORD];
const OF_UNIT: [Field; 2] = [CREDIT_CODE, PASSWORD];

/// The form that signs in as `role`. The other roles are links, because they may lie in the other app.
pub fn sign_in_page(role: Role) -> AnyView {
    let fields: &'static [Field; 2] = if role == Role::Unit { &OF_UNIT } else { &OF_PERSON };
    let login = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let form = SaveForm::new(
        "sign-in",
        fields,
        move || mistakes(role, &login.read(), &password.read(), clock::device_now().date()),
        move |_| session::sign_in(role, login.get_untracked().trim().to_owned(), password.get_untracked()),
        |()| {},
    );
    let errors = form.errors();
    let login_typing = Typing::TEXT.autocomplete("username");
    let controls = view! {
        {text_field(errors, fields[0], login_typing, login.into())}
        {password_field(errors, PASSWORD, "current-password", password.into())}
    };
    view! {
        <main id="main" class="narrow">
            <header class="welcome">
                <p class="brand">"学时"</p>
                <p class="muted">"专业技术人员继续教育学时登记"</p>
            </header>
            {heading("登录".to_owned())}
            {roles(role)}
            {form.view("card form", controls, form.button("登录", "正在登录…"))}
            {advice(role)}
            {large_text_switch()}
        </main>
    }
    .into_any()
}

fn roles(role: Role) -> AnyView {
    let link = |of: Role, name: &'static str, path: &'static str| {
        view! { <a href=path aria-current=(of == role).then_some("page")>{name}</a> }
    };
    view! {
        <nav class="tabs" aria-label="登录身份">
            {link(Role::Professional, "个人", SIGN_IN)}
            {link(Role::Administrator, "单位管理员", "/unit/sign-in")}
            {link(Role::Unit, "单位", "/unit/sign-in?role=unit")}
        </nav>
    }
    .into_any()
}

fn advice(role: Role) -> AnyView {
    match role {
        Role::Professional => view! {
            <p class="center">"还没有账号？"<a href="/me/sign-up">"注册"</a></p>
            <p class="small muted center">"忘记密码，请向单位管理员领取"<a href="/unit/code">"重置码"</a></p>
        }
        .into_any(),
        Role::Administrator => view! {
            <p class="small muted center">
                "初始密码为身份证号后六位，首次登录须修改。忘记密码时，请由单位账号或总管理员重置。"
            </p>
        }
        .into_any(),
        Role::Unit | Role::Operator => view! {
            <p class="center">"单位还没有账号？"<a href="/unit/sign-up">"单位注册"</a></p>
            <p class="small muted center">"忘记密码时，请联系平台管理员重置。"</p>
        }
        .into_any(),
    }
}

/// 大字版, on and off.
pub fn large_text_switch() -> AnyView {
    let large = RwSignal::new(text_size::is_large());
    let switch = move |_| {
        large.update(|large| *large = !*large);
        text_size::set_large(large.get_untracked());
    };
    view! {
        <p class="center">
            <button type="button" class="button quiet" aria-pressed=move || large.get().to_string() on:click=switch>
                "大字版"
            </button>
        </p>
    }
    .into_any()
}

/// What is no number is said here: nobody has it, so nobody's tries are to be counted for it.
fn mistakes(role: Role, login: &str, password: &str, today: Date) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if role == Role::Unit {
        errors.keep("login", CreditCode::well_formed(login));
    } else {
        errors.keep("login", IdentityNumber::parse(login, today));
    }
    if password.is_empty() {
        errors.note("password", &PasswordMistake::Required);
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_all_at_once() {
        let today = Date::from_calendar_date(2026, time::Month::November, 20).expect("a date");
        assert_eq!(mistakes(Role::Unit, " ", "", today).len(), 2);
        assert!(mistakes(Role::Professional, "g1234567", "x", today).is_empty());
        assert_eq!(mistakes(Role::Professional, "韦丽琳", "x", today).len(), 1);
    }
}
