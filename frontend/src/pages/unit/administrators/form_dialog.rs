//! 新增管理员 and 修改, with 停用 as 登录系统 不允许.

use crate::api::CallError;
use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::administrator::AdministratorForm;
use domain::contract::unit_management::{AdministratorRow, UpdateAdministratorRequest};
use domain::contract::{CreateAdministrator, UpdateAdministrator};

use crate::bind;
use crate::components::dialog::dialog;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Bound, Choice, Field, FormErrors, Typing, select_field, text_field};
use crate::components::form::segmented::segmented;
use crate::pages::unit::administrators::Page;
use crate::session;
use crate::state::mutation::Mutation;
use crate::state::query::Ask;

const FIELDS: [Field; 5] = [
    Field::required("identity_number", "身份证号").hint("初始密码为身份证号后六位，14 天内有效，首次登录须修改"),
    Field::required("name", "姓名"),
    Field::required("mobile", "联系电话"),
    Field::optional("department", "管理部门").hint("不选择部门即为总管理员，管理整个单位"),
    Field::optional("duties", "分管工作"),
];
const ON_STAFF: &[(&str, &str)] = &[("yes", "在编"), ("no", "非编")];
const SIGN_IN: &[(&str, &str)] = &[("yes", "允许登录系统"), ("no", "不允许登录系统")];

pub fn form_dialog(page: Page) -> AnyView {
    let title =
        Signal::derive(move || if page.editing.read().is_some() { "修改管理员" } else { "新增管理员" }.to_owned());
    dialog(page.edit_open, title, move || content(page))
}

fn content(page: Page) -> AnyView {
    let edited = page.editing.get_untracked();
    let form = RwSignal::new(form_of(edited.as_ref()));
    let today = session::state().read().map_or_else(crate::platform::clock::device_now, |who| who.now).date();
    let is_new = edited.is_none();
    let saved = SaveForm::new(
        "administrator",
        &FIELDS,
        move || {
            let form = form.read();
            if is_new { form.parse(today).err() } else { form.parse_change().err() }.unwrap_or_default()
        },
        {
            let edited = edited.clone();
            move |mutation| save(mutation, edited.clone(), form.get_untracked())
        },
        move |_| {
            page.edit_open.set(false);
            page.loader.refresh();
        },
    );
    let errors = saved.errors();
    let controls = view! {
        {identity(errors, edited.as_ref(), bind!(form.identity_number))}
        <div class="two-columns">
            {text_field(errors, FIELDS[1], Typing::TEXT, bind!(form.name))}
            {mobile(errors, edited.as_ref(), bind!(form.mobile))}
        </div>
        <div class="field">
            <span class="legend">"是否在编"</span>
            {segmented("on-staff".to_owned(), "是否在编", ON_STAFF, yes_or_no(
                move || form.read().on_staff,
                move |yes| form.update(|form| form.on_staff = yes),
            ))}
        </div>
        {select_field(errors, FIELDS[3], Some("不选择部门（总管理员）"), Signal::stored(departments(page)), department(form))}
        <div class="field">
            <span class="legend">"登录系统"</span>
            {segmented("may-sign-in".to_owned(), "登录系统", SIGN_IN, yes_or_no(
                move || form.read().may_sign_in,
                move |yes| form.update(|form| form.may_sign_in = yes),
            ))}
            {(!is_new).then(|| view! {
                <p class="hint">"改为不允许，或更换管理部门，立即生效，已登录的会退出。"</p>
            })}
        </div>
        {text_field(errors, FIELDS[4], Typing::TEXT, bind!(form.duties))}
    };
    saved.in_dialog(controls, "primary", "保存", move || page.edit_open.set(false))
}

async fn save(
    mutation: Mutation,
    edited: Option<AdministratorRow>,
    form: AdministratorForm,
) -> Result<AdministratorRow, CallError> {
    let row = match edited {
        Some(row) => {
            let request = UpdateAdministratorRequest { id: row.id, version: row.version, form };
            mutation.call_keyed::<UpdateAdministrator>(&request).await?
        }
        None => mutation.call_keyed::<CreateAdministrator>(&form).await?,
    };
    say(format!("已保存管理员 {}", row.name));
    Ok(row)
}

fn form_of(edited: Option<&AdministratorRow>) -> AdministratorForm {
    match edited {
        None => AdministratorForm { may_sign_in: true, on_staff: true, ..AdministratorForm::default() },
        Some(row) => AdministratorForm {
            identity_number: String::new(),
            name: row.name.clone(),
            mobile: String::new(),
            on_staff: row.on_staff,
            department: row.department.clone(),
            may_sign_in: row.may_sign_in,
            duties: row.duties.clone(),
        },
    }
}

/// The number of who is appointed already stands; a mistyped one is deleted and appointed anew.
fn identity(errors: FormErrors, edited: Option<&AdministratorRow>, bound: Bound) -> AnyView {
    match edited {
        None => text_field(errors, FIELDS[0], Typing::TEXT, bound),
        Some(row) => view! {
            <dl class="facts"><div><dt>"身份证号"</dt><dd class="digits">{row.identity_masked.clone()}</dd></div></dl>
        }
        .into_any(),
    }
}

fn mobile(errors: FormErrors, edited: Option<&AdministratorRow>, bound: Bound) -> AnyView {
    let typing = Typing { kind: "tel", ..Typing::TEXT };
    let about = match edited {
        None => FIELDS[2],
        Some(_) => Field { required: false, hint: Some("留空则不更改已登记的号码"), ..FIELDS[2] },
    };
    text_field(errors, about, typing, bound)
}

fn departments(page: Page) -> Vec<Choice> {
    let found = page.loader.answer_untracked(|found| found.departments.clone());
    found.into_iter().flatten().map(|(id, name)| Choice::new(id.as_str(), name)).collect()
}

fn department(form: RwSignal<AdministratorForm>) -> Bound {
    Bound::new(
        move || form.with(|form| form.department.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default()),
        move |id: String| form.update(|form| form.department = id.parse().ok()),
    )
}

fn yes_or_no(value: impl Fn() -> bool + Send + Sync + 'static, set: impl Fn(bool) + Send + Sync + 'static) -> Bound {
    Bound::new(move || if value() { "yes" } else { "no" }.to_owned(), move |choice| set(choice == "yes"))
}
