//! 添加单位: usable at once, marked unverified until an operator confirms it.

use crate::prelude::*;
use domain::contract::CreateUnit;
use domain::contract::accounts::UnitName;
use domain::credit_code::CreditCode;
use domain::unit::UnitForm;

use super::error_summary::error_summary;
use super::failure::failure_notice;
use super::field::{Bound, Field, Typing, select_field, text_field};
use super::live_region::say;
use super::region_tree::region_choices;
use crate::attempt::Attempt;
use crate::bind;
use crate::forms::check::Check;

const FIELDS: [Field; 3] = [
    Field::required("name", "单位名称").hint("与公章一致的全称"),
    Field::required("credit_code", "统一社会信用代码").hint("18 位，填写后自动带出单位属地"),
    Field::required("region", "单位属地"),
];

/// Adds the unit and hands it to `added`.
pub fn add_unit_form(added: Callback<UnitName>) -> AnyView {
    let form = RwSignal::new(UnitForm::default());
    let check = Check::new(move || form.read().parse().err().unwrap_or_default());
    let attempt = Attempt::new();
    let send = Callback::new(move |()| {
        if check.passes() {
            attempt.run(async move {
                match attempt.call_keyed::<CreateUnit>(&form.get_untracked()).await {
                    Ok(unit) => {
                        say(format!("已添加 {}", unit.name));
                        added.try_run(UnitName { id: unit.id, name: unit.name });
                        Ok(())
                    }
                    Err(error) => check.refuse(error),
                }
            });
        }
    });
    let errors = check.errors("add-unit");
    let credit_code = Bound::new(
        move || form.with(|form| form.credit_code.clone()),
        move |text| form.update(|form| type_credit_code(form, text)),
    );
    view! {
        <form class="card form" novalidate aria-label="添加单位"
            on:submit=move |event| { event.prevent_default(); event.stop_propagation(); send.run(()) }>
            {error_summary(errors, &FIELDS, check.asked())}
            {text_field(errors, FIELDS[0], Typing::TEXT.autocomplete("organization"), bind!(form.name))}
            {text_field(errors, FIELDS[1], Typing::TEXT, credit_code)}
            {select_field(errors, FIELDS[2], Some("请选择"), Signal::stored(region_choices()), bind!(form.region))}
            {failure_notice(attempt.failure(), send)}
            <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()>
                "添加并选择"
            </button>
        </form>
    }
    .into_any()
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
