//! 核实, 修改, 主管部门, 停用: one form.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::contract::ChangeUnit;
use domain::contract::directory::{ChangeUnitRequest, UnitCard};
use domain::unit::ListedUnitForm;

use crate::bind;
use crate::components::dialog::subject_dialog;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Field, FormErrors, Typing, checkbox_field, select_field, text_field};
use crate::features::units::region_tree::region_choices;
use crate::pages::operator::units::state::{Page, UnitDialog};
use crate::state::query::Ask;

const FIELDS: [Field; 5] = [
    Field::required("name", "单位名称"),
    Field::required("region", "单位属地"),
    Field::optional("verified", "已核实"),
    Field::optional("supervising", "主管部门：可以审核其他单位人员提交的学时"),
    Field::optional("disabled", "停用：查找不到，不再接收提交，本单位管理员不能登录"),
];

pub fn change_dialog(page: Page) -> AnyView {
    subject_dialog(
        move || if let Some(UnitDialog::Change { verify }) = page.open.get() { Some(verify) } else { None },
        move || page.open.set(None),
        |verify| if *verify { "核实单位" } else { "修改单位" }.to_owned(),
        move |verify| content(page, verify),
    )
}

fn content(page: Page, verify: bool) -> AnyView {
    let Some(card) = page.card() else { return ().into_any() };
    let form = RwSignal::new(form_of(&card, verify));
    let (id, version) = (card.unit.id.clone(), card.version);
    let saved = SaveForm::new(
        "unit",
        &FIELDS,
        move || form.read().parse().err().unwrap_or_default(),
        move |mutation| {
            let request = ChangeUnitRequest { id: id.clone(), version, form: form.get_untracked() };
            async move {
                let answer = mutation.call_keyed::<ChangeUnit>(&request).await;
                match &answer {
                    Ok(card) => say(format!("已保存单位 {}", card.unit.name)),
                    // The unit, or another operator, may have changed it in the meantime.
                    Err(_) => page.loader.refresh(),
                }
                answer
            }
        },
        move |card| {
            page.open.set(None);
            page.loader.put(card);
        },
    );
    let errors = saved.errors();
    let controls = view! {
        <dl class="facts"><div>
            <dt>"统一社会信用代码"</dt><dd class="digits">{card.unit.credit_code.as_str().to_owned()}</dd>
        </div></dl>
        {text_field(errors, FIELDS[0], Typing::TEXT, bind!(form.name))}
        {select_field(errors, FIELDS[1], Some("请选择"), Signal::stored(region_choices()), bind!(form.region))}
        <div>
            {tick(errors, FIELDS[2], form, |form| &mut form.verified)}
            {tick(errors, FIELDS[3], form, |form| &mut form.supervising)}
            {tick(errors, FIELDS[4], form, |form| &mut form.disabled)}
        </div>
    };
    saved.in_dialog(controls, "primary", "保存", move || page.open.set(None))
}

fn form_of(card: &UnitCard, verify: bool) -> ListedUnitForm {
    let unit = &card.unit;
    ListedUnitForm {
        name: unit.name.clone(),
        region: unit.region.as_str().to_owned(),
        verified: unit.verified || verify,
        supervising: unit.supervising,
        disabled: unit.disabled,
    }
}

fn tick(
    errors: FormErrors,
    about: Field,
    form: RwSignal<ListedUnitForm>,
    part: fn(&mut ListedUnitForm) -> &mut bool,
) -> AnyView {
    let value = Signal::derive(move || *part(&mut form.get()));
    checkbox_field(errors, about, value, Callback::new(move |yes| form.update(|form| *part(form) = yes)))
}
