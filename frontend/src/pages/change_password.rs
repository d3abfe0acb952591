//! 修改密码: after an initial password by force, otherwise whenever somebody wants to.

use crate::prelude::*;
use domain::account::{Password, PasswordMistake};
use domain::contract::ChangePassword;
use domain::contract::accounts::ChangePasswordRequest;
use domain::field_errors::FieldErrors;

use crate::api::call;
use crate::attempt::Attempt;
use crate::components::error_summary::error_summary;
use crate::components::failure::failure_notice;
use crate::components::field::Field;
use crate::components::heading::heading;
use crate::components::live_region::say;
use crate::components::password::password_field;
use crate::forms::check::Check;
use crate::{bind, location, session};

const FIELDS: [Field; 2] = [
    Field::required("current_password", "当前密码"),
    Field::required("new_password", "新密码").hint("至少 8 个字符，可以是一句好记的话"),
];

/// The page before all others after a sign-in with an initial password.
pub fn forced_change_page() -> AnyView {
    let give_up = move |_| session::give_up();
    view! {
        <main id="main" class="narrow">
            {heading("修改密码".to_owned())}
            <p class="notice">"您正在使用初始密码。为保护账号，请先设置自己的密码。"</p>
            {change_form(Callback::new(|()| {}))}
            <p class="center"><button type="button" class="button quiet" on:click=give_up>"退出登录"</button></p>
        </main>
    }
    .into_any()
}

/// The same from 我的, which `back` leads to.
pub fn change_page(back: &'static str) -> AnyView {
    view! {
        <header class="page-head">
            <a class="back" href=back aria-label="返回">"‹"</a>
            {heading("修改密码".to_owned())}
        </header>
        <div class="narrow">{change_form(Callback::new(move |()| location::go(back)))}</div>
    }
    .into_any()
}

fn change_form(done: Callback<()>) -> AnyView {
    let form = RwSignal::new(ChangePasswordRequest { current_password: String::new(), new_password: String::new() });
    let check = Check::new(move || judge(&form.read()));
    let attempt = Attempt::new();
    let send = Callback::new(move |()| {
        if check.passes() {
            attempt.run(async move {
                match call::<ChangePassword>(&form.get_untracked()).await {
                    Ok(session) => {
                        session::state().put(session);
                        say("密码已修改，其他设备上的登录已失效");
                        done.try_run(());
                        Ok(())
                    }
                    Err(error) => check.refuse(error),
                }
            });
        }
    });
    let errors = check.errors("change-password");
    view! {
        <form class="card form" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
            {error_summary(errors, &FIELDS, check.asked())}
            {password_field(errors, FIELDS[0], "current-password", bind!(form.current_password))}
            {password_field(errors, FIELDS[1], "new-password", bind!(form.new_password))}
            {failure_notice(attempt.failure(), send)}
            <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()>"保存"</button>
        </form>
    }
    .into_any()
}

fn judge(form: &ChangePasswordRequest) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if form.current_password.is_empty() {
        errors.note("current_password", &PasswordMistake::Required);
    }
    errors.keep("new_password", Password::parse(&form.new_password, ""));
    errors
}
