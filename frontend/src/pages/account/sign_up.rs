//! 注册

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::account::SignUpForm;
use domain::contract::SignUpProfessional;
use domain::contract::accounts::UnitName;
use domain::id::{DepartmentId, UnitId};
use domain::identity::IdentityNumber;

use crate::api::queries;
use crate::components::dialog::actions::close_button;
use crate::components::dialog::dialog;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Bound, Choice, Field, FormErrors, Typing, field_error, select_field, text_field};
use crate::components::form::password::password_field;
use crate::components::page::heading::heading;
use crate::features::addresses::SIGN_IN;
use crate::features::units::picker::{PickerScope, unit_picker};
use crate::platform::clock;
use crate::state::query::{Ask, query};
use crate::{bind, session};

const NAME: Field = Field::required("name", "姓名");
const IDENTITY_NUMBER: Field = Field::required("identity_number", "证件号码");
const MOBILE: Field = Field::required("mobile", "手机号");
const UNIT: Field = Field::required("unit", "所在单位");
const DEPARTMENT: Field = Field::optional("department", "所属部门");
const PASSWORD: Field = Field::required("password", "密码").hint("至少 8 个字符，可以是一句好记的话");
const FIELDS: [Field; 6] = [NAME, IDENTITY_NUMBER, MOBILE, PASSWORD, UNIT, DEPARTMENT];

pub fn sign_up_page() -> AnyView {
    let form = RwSignal::new(SignUpForm::default());
    let today = clock::device_now().date();
    let saved = SaveForm::new(
        "sign-up",
        &FIELDS,
        move || form.read().parse(today).err().unwrap_or_default(),
        move |mutation| {
            let typed = form.get_untracked();
            async move {
                let session = mutation.call_keyed::<SignUpProfessional>(&typed).await?;
                say(format!("注册成功，{}，欢迎使用", session.name));
                session::enter(typed.identity_number.trim().to_owned(), session);
                Ok(())
            }
        },
        |()| {},
    );
    let errors = saved.errors();
    let mobile = Typing { kind: "tel", ..Typing::TEXT }.autocomplete("tel");
    let controls = view! {
        {text_field(errors, NAME, Typing::TEXT.autocomplete("name"), bind!(form.name))}
        <div class="stack tight">
            {text_field(errors, IDENTITY_NUMBER, Typing::TEXT.autocomplete("username"), bind!(form.identity_number))}
            {recognised(form)}
        </div>
        {text_field(errors, MOBILE, mobile, bind!(form.mobile))}
        {password_field(errors, PASSWORD, "new-password", bind!(form.password))}
        {unit_field(errors, form)}
    };
    view! {
        <main id="main" class="narrow">
            <header class="page-head">
                <a class="back" href=SIGN_IN aria-label="返回">"‹"</a>
                {heading("注册".to_owned())}
            </header>
            {saved.view("card form", controls, saved.button("注册", "正在注册…"))}
            <p class="center">"已有账号？"<a href=SIGN_IN>"登录"</a></p>
        </main>
    }
    .into_any()
}

/// What kind of document the number is of, as soon as it is whole.
fn recognised(form: RwSignal<SignUpForm>) -> AnyView {
    let today = clock::device_now().date();
    let kind = Memo::new(move |_| {
        let number = form.with(|form| IdentityNumber::parse(&form.identity_number, today)).ok()?;
        Some((number.kind(), number.is_verified()))
    });
    let words = move || {
        kind.get().map(|(kind, verified)| {
            if verified {
                format!("✓ {}", kind.name())
            } else {
                format!("{}，号码无法校验，请仔细核对", kind.name())
            }
        })
    };
    view! { <p class="hint" role="status">{words}</p> }.into_any()
}

/// 所在单位 by the picker, then 所属部门 where the unit has departments.
fn unit_field(errors: FormErrors, form: RwSignal<SignUpForm>) -> AnyView {
    let unit = RwSignal::new(None::<UnitName>);
    let open = RwSignal::new(false);
    let chosen = Callback::new(move |one: UnitName| {
        form.update(|form| {
            form.unit = Some(one.id.clone());
            form.department = None;
        });
        unit.set(Some(one));
        open.set(false);
    });
    let id = errors.id(UNIT.path);
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    let words = move || if unit.with(Option::is_some) { "更换单位" } else { "选择单位" };
    view! {
        <div class="field" role="group" aria-label=UNIT.label>
            <div class="label-row">
                <span class="legend">{UNIT.label}</span><span class="required" aria-hidden="true">"*"</span>
            </div>
            {move || unit.get().map(|unit| view! { <p>{unit.name}</p> })}
            <button type="button" class="button" id=id aria-describedby=described_by aria-haspopup="dialog"
                on:click=move |_| open.set(true)>{words}</button>
            {field_error(errors, UNIT.path, error_id)}
        </div>
        {move || unit.get().map(|unit| department_field(errors, form, unit.id))}
        {dialog(open, Signal::stored("选择所在单位".to_owned()), move || view! {
            {unit_picker(PickerScope::AnyKnownUnit, None, chosen)}
            {close_button("取消", move || open.set(false))}
        }.into_any())}
    }
    .into_any()
}

fn department_field(errors: FormErrors, form: RwSignal<SignUpForm>, unit: UnitId) -> AnyView {
    let loader = query(move || queries::departments(unit.clone()));
    let bound = Bound::new(
        move || form.with(|form| form.department.as_ref().map(ToString::to_string).unwrap_or_default()),
        move |id| form.update(|form| form.department = id.parse::<DepartmentId>().ok()),
    );
    (move || {
        // A unit without departments asks for none; neither does one whose departments cannot be had now.
        let departments = loader.answer(|list| list.departments.clone()).filter(|list| !list.is_empty())?;
        let choices = departments.iter().map(|one| Choice::new(one.id.to_string(), &one.name)).collect();
        Some(select_field(errors, DEPARTMENT, Some("不属于任何部门"), Signal::stored(choices), bound))
    })
    .into_any()
}
