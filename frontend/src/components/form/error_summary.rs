//! All mistakes of a form at once, above it, each a link to its field (after the error summary of GOV.UK).

use crate::prelude::*;
use domain::field_errors::FieldErrors;
use leptos::html;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::components::form::field::{Field, FormErrors};

const WRONG: &str = "错误：";

/// Lists the mistakes in the order of the form. Takes the focus whenever `asked` rises, which is when the person has
/// tried to save; afterwards it only counts down as mistakes are mended.
pub fn error_summary(errors: FormErrors, fields: &'static [Field], asked: impl Into<Signal<u32>>) -> AnyView {
    let asked = asked.into();
    let summary = NodeRef::<html::Div>::new();
    on_change(
        move || asked.get(),
        move |_| {
            if errors.shown.with(|errors| !errors.is_empty())
                && let Some(summary) = summary.get_untracked()
            {
                let _ = summary.focus();
            }
        },
    );
    Effect::new(move || mark_title(errors.shown.with(|errors| !errors.is_empty())));
    // The place is always there, so that it can take the focus in the very moment in which mistakes appear.
    view! {
        <div node_ref=summary class="error-summary" role="group" aria-label="需要修改的地方" tabindex="-1"
            hidden=move || errors.shown.with(FieldErrors::is_empty)>
            <h2>{move || errors.shown.with(|errors| format!("有 {} 处需要修改", errors.len()))}</h2>
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
        let words = words(label, message);
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            // Not before the key is done with: Enter would go on to the control, and send the form once more.
            let id = id.clone();
            request_animation_frame(move || focus(&id));
        };
        view! { <li><a href=address on:click=go>{words}</a></li> }.into_any()
    };
    shown.iter().map(|error| link(&error.path, &error.message)).collect()
}

/// `认定内容:请填写…`; a message that names its field already stands alone.
fn words(label: Option<&str>, message: &str) -> String {
    match label {
        Some(label) if !message.contains(label) => format!("{label}：{message}"),
        _ => message.to_owned(),
    }
}

/// Tells in the name of the browser's tab that something is wrong, for who hears that first (GOV.UK, error summary).
fn mark_title(wrong: bool) {
    let title = document().title();
    let plain = title.strip_prefix(WRONG).unwrap_or(&title);
    document().set_title(&if wrong { format!("{WRONG}{plain}") } else { plain.to_owned() });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_not_named_twice() {
        assert_eq!(words(Some("认定内容"), "请填写名称"), "认定内容：请填写名称");
        assert_eq!(words(Some("申请学时"), "请填写申请学时"), "请填写申请学时");
        assert_eq!(words(None, "请刷新"), "请刷新");
    }
}
