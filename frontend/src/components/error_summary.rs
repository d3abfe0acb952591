//! All mistakes of a form at once, above it, each a link to its field (after the error summary of GOV.UK).

use domain::field_errors::FieldErrors;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::field::{Field, FormErrors};

/// Lists the mistakes in the order of the form. Takes the focus whenever `asked` rises, which is when the person has
/// tried to save; afterwards it only counts down as mistakes are mended.
pub fn error_summary(errors: FormErrors, fields: &'static [Field], asked: impl Into<Signal<u32>>) -> AnyView {
    let asked = asked.into();
    let summary = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<u32>| {
        let asked = asked.get();
        if before.is_some_and(|before| before != asked)
            && errors.shown.with_untracked(|errors| !errors.is_empty())
            && let Some(summary) = summary.get_untracked()
        {
            let _ = summary.focus();
        }
        asked
    });
    // The place is always there, so that it can take the focus in the very moment in which mistakes appear.
    view! {
        <div node_ref=summary class="error-summary" role="group" aria-label="需要修改的地方" tabindex="-1"
            hidden=move || errors.shown.with(FieldErrors::is_empty)>
            <h2>{move || errors.shown.with(|errors| format!("还有 {} 处需要修改", errors.len()))}</h2>
            <ul>{move || errors.shown.with(|shown| links(errors, fields, shown))}</ul>
        </div>
    }
    .into_any()
}

fn links(errors: FormErrors, fields: &'static [Field], shown: &FieldErrors) -> Vec<AnyView> {
    let link = |path: &str, message: &str| {
        let label = fields.iter().find(|field| field.path == path).map(|field| field.label);
        let id = errors.id(path);
        let address = format!("#{id}");
        let words = [label.unwrap_or_default(), if label.is_some() { ":" } else { "" }, message].concat();
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            focus(&id);
        };
        view! { <li><a href=address on:click=go>{words}</a></li> }.into_any()
    };
    shown.iter().map(|error| link(&error.path, &error.message)).collect()
}

/// Brings a control to the middle of the screen, where no sticky footer covers it, and focuses it.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        let _ = element.focus();
        element.scroll_into_view();
    }
}
