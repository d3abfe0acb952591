//! 单位注册: the unit's own account, and the unit itself where the directory lacks it.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::contract::SignUpUnit;
use domain::contract::accounts::UnitSignedUp;
use domain::credit_code::CreditCode;
use domain::unit::UnitSignUpForm;

use crate::bind;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Bound, Field, Typing, select_field, text_field};
use crate::components::form::password::password_field;
use crate::components::page::heading::heading;
use crate::features::units::region_tree::region_choices;
use crate::session;

const FIELDS: [Field; 6] = [
    Field::required("credit_code", "统一社会信用代码").hint("18 位，即登录时的账号；填写后自动带出单位属地"),
    Field::required("name", "单位名称").hint("与公章一致的全称"),
    Field::required("region", "单位属地"),
    Field::required("contact_name", "联系人"),
    Field::required("contact_mobile", "联系电话"),
    Field::required("password", "密码").hint("至少 8 个字符，可以是一句好记的话"),
];

pub fn sign_up_page() -> AnyView {
    let form = RwSignal::new(UnitSignUpForm::default());
    let waits = RwSignal::new(false);
    let saved = SaveForm::new(
        "unit-sign-up",
        &FIELDS,
        move || form.read().parse().err().unwrap_or_default(),
        move |mutation| {
            let typed = form.get_untracked();
            async move {
                let UnitSignedUp { session } = mutation.call_keyed::<SignUpUnit>(&typed).await?;
                let is_waiting = session.is_none();
                match session {
                    Some(session) => {
                        say(format!("注册成功，{}，请先设置部门和管理员", session.unit.name));
                        session::enter(typed.credit_code.trim().to_owned(), session);
                    }
                    None => say(WAITS.to_owned()),
                }
                Ok(is_waiting)
            }
        },
        move |is_waiting| waits.set(is_waiting),
    );
    let content = move || if waits.get() { waiting() } else { sign_up_form(form, saved) };
    view! {
        <main id="main" class="narrow">
            <header class="page-head">
                <a class="back" href="/unit/sign-in?role=unit" aria-label="返回">"‹"</a>
                {heading("单位注册".to_owned())}
            </header>
            {content}
            <p class="center">"已有单位账号？"<a href="/unit/sign-in?role=unit">"登录"</a></p>
        </main>
    }
    .into_any()
}

const WAITS: &str = "已提交，待平台管理员确认";

/// What somebody reads who signed up a unit that others know already.
fn waiting() -> AnyView {
    view! {
        <section class="card">
            <h2>{WAITS}</h2>
            <p>"这个单位已在单位目录中。为防止他人冒用，平台管理员会按您填写的联系人和联系电话与单位核对。"</p>
            <p>"确认后，请用统一社会信用代码和刚才设置的密码登录。"</p>
        </section>
    }
    .into_any()
}

fn sign_up_form(form: RwSignal<UnitSignUpForm>, saved: SaveForm) -> AnyView {
    let errors = saved.errors();
    let credit_code = Bound::new(
        move || form.with(|form| form.credit_code.clone()),
        move |text: String| form.update(|form| type_credit_code(form, text)),
    );
    let controls = view! {
        {text_field(errors, FIELDS[0], Typing::TEXT.autocomplete("username"), credit_code)}
        {text_field(errors, FIELDS[1], Typing::TEXT.autocomplete("organization"), bind!(form.name))}
        {select_field(errors, FIELDS[2], Some("请选择"), Signal::stored(region_choices()), bind!(form.region))}
        {text_field(errors, FIELDS[3], Typing::TEXT.autocomplete("name"), bind!(form.contact_name))}
        {text_field(errors, FIELDS[4], Typing { kind: "tel", ..Typing::TEXT }.autocomplete("tel"), bind!(form.contact_mobile))}
        {password_field(errors, FIELDS[5], "new-password", bind!(form.password))}
    };
    saved.view("card form", controls, saved.button("注册", "正在注册…"))
}

/// A whole code says where its unit was registered.
fn type_credit_code(form: &mut UnitSignUpForm, text: String) {
    if let Some(region) = CreditCode::parse(&text).ok().and_then(|code| code.region()) {
        form.region = region.as_str().to_owned();
    }
    form.credit_code = text;
}
