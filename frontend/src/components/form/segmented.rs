//! Two or three choices side by side: radio buttons that look like one switch.

use crate::prelude::*;

use crate::components::form::field::Bound;

/// `name` groups the buttons; `label` says what is chosen.
pub fn segmented(
    name: String,
    label: &'static str,
    choices: &'static [(&'static str, &'static str)],
    bound: Bound,
) -> AnyView {
    let button = |(value, words): &(&'static str, &'static str)| {
        let value = *value;
        view! {
            <label>
                <input type="radio" name=name.clone() value=value
                    prop:checked=move || bound.value.with(|bound| bound == value)
                    on:change=move |_| bound.set.run(value.to_owned()) />
                <span>{*words}</span>
            </label>
        }
    };
    let buttons = choices.iter().map(button).collect_view();
    view! { <div class="segmented" role="radiogroup" aria-label=label>{buttons}</div> }.into_any()
}
