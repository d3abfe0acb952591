//! 修改手机号

use crate::bind;
use crate::components::dialog::actions::cancel_or_send;
use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::contract::ChangeMobile;
use domain::contract::accounts::{ChangeMobileRequest, Profile};
use domain::field_errors::FieldErrors;
use domain::mobile::MobileNumber;

use crate::api::call;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Field, Typing, text_field};

const FIELDS: [Field; 1] = [Field::required("mobile", "新手机号").hint("11 位中国大陆手机号")];

pub fn mobile_form(changed: Callback<Profile>, cancelled: Callback<()>) -> AnyView {
    let form = RwSignal::new(ChangeMobileRequest::default());
    let saved = SaveForm::new(
        "mobile",
        &FIELDS,
        move || judge(&form.read()),
        move |_| {
            let typed = form.get_untracked();
            async move {
                let profile = call::<ChangeMobile>(&typed).await?;
                say("手机号已修改");
                Ok(profile)
            }
        },
        move |profile| _ = changed.try_run(profile),
    );
    let typing = Typing { kind: "tel", ..Typing::TEXT }.autocomplete("tel");
    let controls = text_field(saved.errors(), FIELDS[0], typing, bind!(form.mobile));
    saved.view("stack", controls, cancel_or_send(saved.mutation, "primary", "保存", move || cancelled.run(())))
}

fn judge(form: &ChangeMobileRequest) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.keep("mobile", MobileNumber::parse(&form.mobile));
    errors
}
