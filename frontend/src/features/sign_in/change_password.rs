//! 修改密码: after an initial password by force, otherwise whenever somebody wants to.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::account::{Password, PasswordMistake};
use domain::contract::ChangePassword;
use domain::contract::accounts::ChangePasswordRequest;
use domain::field_errors::FieldErrors;

use crate::api::call;
use crate::components::feedback::live_region::say;
use crate::components::form::field::Field;
use crate::components::form::password::password_field;
use crate::components::page::heading::heading;
use crate::platform::location;
use crate::{bind, session};

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
    let saved = SaveForm::new(
        "change-password",
        &FIELDS,
        move || judge(&form.read()),
        move |_| {
            let typed = form.get_untracked();
            async move {
                let session = call::<ChangePassword>(&typed).await?;
                session::state().put(session);
                say("密码已修改，其他设备上的登录已失效");
                Ok(())
            }
        },
        move |()| _ = done.try_run(()),
    );
    let errors = saved.errors();
    let controls = view! {
        {password_field(errors, FIELDS[0], "current-password", bind!(form.current_password))}
        {password_field(errors, FIELDS[1], "new-password", bind!(form.new_password))}
    };
    saved.view("card form", controls, saved.button("保存", "保存"))
}

fn judge(form: &ChangePasswordRequest) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if form.current_password.is_empty() {
        errors.note("current_password", &PasswordMistake::Required);
    }
    errors.keep("new_password", Password::parse(&form.new_password, ""));
    errors
}
