//! 使用启用码或重置码: a professional sets a password with the code that an administrator handed over. It is part of this app,
//! because few ever need it and every phone would load it with the other.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::account::RedeemForm;
use domain::contract::RedeemCode;

use crate::components::form::field::{Field, Typing, text_field};
use crate::components::form::password::password_field;
use crate::components::page::heading::heading;
use crate::platform::clock;
use crate::{bind, session};

const FIELDS: [Field; 3] = [
    Field::required("identity_number", "证件号码"),
    Field::required("code", "启用码或重置码").hint("向所在单位的管理员领取"),
    Field::required("password", "新密码").hint("至少 8 个字符，可以是一句好记的话"),
];

pub fn code_page() -> AnyView {
    let form = RwSignal::new(RedeemForm::default());
    let today = clock::device_now().date();
    let saved = SaveForm::new(
        "code",
        &FIELDS,
        move || form.read().parse(today).err().unwrap_or_default(),
        move |mutation| {
            let typed = form.get_untracked();
            async move {
                let session = mutation.call_keyed::<RedeemCode>(&typed).await?;
                // The session is one of the professional's app, which is another one.
                session::note(&session);
                Ok(())
            }
        },
        |()| drop(window().location().assign("/")),
    );
    let errors = saved.errors();
    let controls = view! {
        {text_field(errors, FIELDS[0], Typing::TEXT.autocomplete("username"), bind!(form.identity_number))}
        {text_field(errors, FIELDS[1], Typing::TEXT.autocomplete("one-time-code"), bind!(form.code))}
        {password_field(errors, FIELDS[2], "new-password", bind!(form.password))}
    };
    view! {
        <main id="main" class="narrow">
            <header class="page-head">
                <a class="back" href="/sign-in" aria-label="返回">"‹"</a>
                {heading("设置新密码".to_owned())}
            </header>
            <p class="muted">"忘记密码，或由单位登记过学时、还没有账号的，用单位管理员给您的启用码或重置码设置密码。"</p>
            {saved.view("card form", controls, saved.button("设置密码并登录", "设置密码并登录"))}
        </main>
    }
    .into_any()
}
