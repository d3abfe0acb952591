//! 添加单位: usable at once, marked unverified until an operator confirms it.

use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::contract::CreateUnit;
use domain::contract::accounts::UnitName;
use domain::credit_code::CreditCode;
use domain::unit::UnitForm;

use crate::bind;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Bound, Field, Typing, select_field, text_field};
use crate::features::units::region_tree::region_choices;

const FIELDS: [Field; 3] = [
    Field::required("name", "单位名称").hint("与公章一致的全称"),
    Field::required("credit_code", "统一社会信用代码").hint("18 位，填写后自动带出单位属地"),
    Field::required("region", "单位属地"),
];

/// Adds the unit and hands it to `added`.
pub fn add_unit_form(added: Callback<UnitName>) -> AnyView {
    let form = RwSignal::new(UnitForm::default());
    let saved = SaveForm::new(
        "add-unit",
        &FIELDS,
        move || form.read().parse().err().unwrap_or_default(),
        move |mutation| {
            let typed = form.get_untracked();
            async move {
                let unit = mutation.call_keyed::<CreateUnit>(&typed).await?;
                say(format!("已添加 {}", unit.name));
                Ok(UnitName { id: unit.id, name: unit.name })
            }
        },
        move |unit| _ = added.try_run(unit),
    );
    let errors = saved.errors();
    let credit_code = Bound::new(
        move || form.with(|form| form.credit_code.clone()),
        move |text| form.update(|form| type_credit_code(form, text)),
    );
    let controls = view! {
        {text_field(errors, FIELDS[0], Typing::TEXT.autocomplete("organization"), bind!(form.name))}
        {text_field(errors, FIELDS[1], Typing::TEXT, credit_code)}
        {select_field(errors, FIELDS[2], Some("请选择"), Signal::stored(region_choices()), bind!(form.region))}
    };
    saved.named_view("card form", "添加单位", controls, saved.button("添加并选择", "添加并选择"))
}

/// A whole code says where its unit was registered.
fn type_credit_code(form: &mut UnitForm, text: String) {
    if let Some(region) = CreditCode::parse(&text).ok().and_then(|code| code.region()) {
        form.region = region.as_str().to_owned();
    }
    form.credit_code = text;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_code_brings_its_region() {
        let mut form = UnitForm::default();
        type_credit_code(&mut form, "91450103MA5P0R272".to_owned());
        assert_eq!(form.region, "");
        type_credit_code(&mut form, "91450103MA5P0R272E".to_owned());
        assert_eq!(form.region, "450103");
    }
}
