//! 修改手机号

use crate::bind;
use crate::components::dialog_actions::cancel_or_send;
use crate::prelude::*;
use domain::contract::ChangeMobile;
use domain::contract::accounts::{ChangeMobileRequest, Profile};
use domain::field_errors::FieldErrors;
use domain::mobile::MobileNumber;

use crate::api::call;
use crate::attempt::Attempt;
use crate::components::error_summary::error_summary;
use crate::components::failure::failure_notice;
use crate::components::field::{Field, Typing, text_field};
use crate::components::live_region::say;
use crate::forms::check::Check;

const FIELDS: [Field; 1] = [Field::required("mobile", "新手机号").hint("11 位中国大陆手机号")];

pub fn mobile_form(changed: Callback<Profile>, cancelled: Callback<()>) -> AnyView {
    let form = RwSignal::new(ChangeMobileRequest::default());
    let check = Check::new(move || judge(&form.read()));
    let attempt = Attempt::new();
    let send = Callback::new(move |()| {
        if check.passes() {
            attempt.run(async move {
                match call::<ChangeMobile>(&form.get_untracked()).await {
                    Ok(profile) => {
                        say("手机号已修改");
                        changed.try_run(profile);
                        Ok(())
                    }
                    Err(error) => check.refuse(error),
                }
            });
        }
    });
    let errors = check.errors("mobile");
    let typing = Typing { kind: "tel", ..Typing::TEXT }.autocomplete("tel");
    view! {
        <form class="stack" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
            {error_summary(errors, &FIELDS, check.asked())}
            {text_field(errors, FIELDS[0], typing, bind!(form.mobile))}
            {failure_notice(attempt.failure(), send)}
            {cancel_or_send(attempt, "primary", "保存", move || cancelled.run(()))}
        </form>
    }
    .into_any()
}

fn judge(form: &ChangeMobileRequest) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.keep("mobile", MobileNumber::parse(&form.mobile));
    errors
}
