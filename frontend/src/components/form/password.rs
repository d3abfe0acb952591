//! A password that can be looked at while it is typed.

use crate::prelude::*;

use crate::components::form::field::{Bound, Field, FormErrors, described_by, field};

/// `autocomplete` is `current-password` or `new-password`, so that password managers know what to do.
pub fn password_field(errors: FormErrors, about: Field, autocomplete: &'static str, bound: Bound) -> AnyView {
    let shown = RwSignal::new(false);
    let id = errors.id(about.path);
    let control = view! {
        <div class="beside">
            <input id=id.clone() name=about.path type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete autocapitalize="off" spellcheck="false"
                aria-required=about.required.then_some("true") aria-describedby=described_by(errors, about)
                aria-invalid=move || errors.message(about.path).map(|_| "true")
                prop:value=move || bound.value.get()
                on:input=move |event| bound.set.run(event_target_value(&event)) />
            <button type="button" class="button" aria-controls=id aria-pressed=move || shown.get().to_string()
                aria-label="显示密码" on:click=move |_| shown.update(|shown| *shown = !*shown)>
                {move || if shown.get() { "隐藏" } else { "显示" }}
            </button>
        </div>
    };
    field(errors, about, control.into_any())
}
