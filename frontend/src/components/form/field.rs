//! Fields: a label, a hint, a native control and what is wrong with it, wired for assistive technology.

use crate::prelude::*;
use domain::field_errors::FieldErrors;
use leptos::html;

/// The mistakes of one form as they are shown, and the names by which its parts refer to each other.
#[derive(Clone, Copy)]
pub struct FormErrors {
    /// Tells the form's ids from those of other forms on the page.
    pub form: &'static str,
    pub shown: Signal<FieldErrors>,
}

impl FormErrors {
    pub fn new(form: &'static str, shown: impl Into<Signal<FieldErrors>>) -> Self {
        Self { form, shown: shown.into() }
    }

    /// The id of the control at a path.
    pub fn id(self, path: &str) -> String {
        format!("{}-{path}", self.form)
    }

    pub fn message(self, path: &str) -> Option<String> {
        self.shown.with(|errors| errors.at(path).map(|error| error.message.to_string()))
    }

    fn invalid(self, path: &'static str) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync {
        move || self.shown.with(|errors| errors.at(path).map(|_| "true"))
    }
}

/// What every field has, whatever its control.
#[derive(Debug, Clone, Copy, Default)]
pub struct Field {
    /// Where mistakes about it are noted: the field's name in the request.
    pub path: &'static str,
    pub label: &'static str,
    pub required: bool,
    pub hint: Option<&'static str>,
}

impl Field {
    pub const fn required(path: &'static str, label: &'static str) -> Self {
        Self { path, label, required: true, hint: None }
    }

    pub const fn optional(path: &'static str, label: &'static str) -> Self {
        Self { path, label, required: false, hint: None }
    }

    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

/// A text that lies somewhere in the state of a form. See [`bind!`](crate::bind).
#[derive(Clone, Copy)]
pub struct Bound {
    pub value: Signal<String>,
    pub set: Callback<String>,
}

impl Bound {
    pub fn new(
        value: impl Fn() -> String + Send + Sync + 'static,
        set: impl Fn(String) + Send + Sync + 'static,
    ) -> Self {
        Self { value: Signal::derive(value), set: Callback::new(set) }
    }
}

impl From<RwSignal<String>> for Bound {
    fn from(signal: RwSignal<String>) -> Self {
        Self::new(move || signal.get(), move |text| signal.set(text))
    }
}

/// Binds a control to a `String` field of a struct in an `RwSignal`: `bind!(form.title)`.
#[macro_export]
macro_rules! bind {
    ($form:ident . $field:ident) => {
        $crate::components::form::field::Bound::new(
            move || $form.with(|form| form.$field.clone()),
            move |text| $form.update(|form| form.$field = text),
        )
    };
}

/// How a one-line text is typed. Empty attributes are left out.
#[derive(Debug, Clone, Copy)]
pub struct Typing {
    pub kind: &'static str,
    pub keyboard: Option<&'static str>,
    pub autocomplete: Option<&'static str>,
    pub placeholder: Option<&'static str>,
    /// Shown as a field, but not to be changed.
    pub fixed: bool,
}

impl Typing {
    pub const TEXT: Self =
        Self { kind: "text", keyboard: None, autocomplete: Some("off"), placeholder: None, fixed: false };
    pub const DATE: Self = Self { kind: "date", ..Self::TEXT };
    pub const DATE_AND_TIME: Self = Self { kind: "datetime-local", ..Self::TEXT };
    /// Figures with a decimal point. `type=number` would drop what it does not understand instead of showing it.
    pub const FIGURE: Self = Self { keyboard: Some("decimal"), ..Self::TEXT };
    pub const DIGITS: Self = Self { keyboard: Some("numeric"), ..Self::TEXT };
    pub const SEARCH: Self = Self { kind: "search", ..Self::TEXT };
    pub const FIXED: Self = Self { fixed: true, ..Self::TEXT };

    pub const fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete: Some(autocomplete), ..self }
    }

    pub const fn placeholder(self, placeholder: &'static str) -> Self {
        Self { placeholder: Some(placeholder), ..self }
    }
}

/// Puts label, hint and mistake around a control, which must carry [`FormErrors::id`] and [`described_by`].
pub fn field(errors: FormErrors, field: Field, control: AnyView) -> AnyView {
    let id = errors.id(field.path);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    view! {
        <div class="field" class:invalid=move || errors.invalid(field.path)().is_some()>
            <div class="label-row">
                <label for=id>{field.label}</label>
                {field.required.then(|| view! { <span class="required" aria-hidden="true">"*"</span> })}
            </div>
            {control}
            {field.hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {field_error(errors, field.path, error_id)}
        </div>
    }
    .into_any()
}

/// The mistake at a path, in words; empty while there is none, so that the control may always refer to it.
pub fn field_error(errors: FormErrors, path: &'static str, id: String) -> AnyView {
    view! { <p class="error" id=id>{move || errors.message(path)}</p> }.into_any()
}

/// The ids of what describes a control: its hint and its mistake.
pub fn described_by(errors: FormErrors, field: Field) -> String {
    let id = errors.id(field.path);
    if field.hint.is_some() { format!("{id}-hint {id}-error") } else { format!("{id}-error") }
}

fn required_attribute(field: Field) -> Option<&'static str> {
    field.required.then_some("true")
}

/// The bare one-line control of a field, for where it stands beside something else.
pub fn text_input(errors: FormErrors, field: Field, typing: Typing, bound: Bound) -> AnyView {
    view! {
        <input id=errors.id(field.path) name=field.path type=typing.kind inputmode=typing.keyboard
            autocomplete=typing.autocomplete placeholder=typing.placeholder readonly=typing.fixed
            aria-required=required_attribute(field) aria-describedby=described_by(errors, field)
            aria-invalid=errors.invalid(field.path)
            prop:value=move || bound.value.get()
            on:input=move |event| bound.set.run(event_target_value(&event)) />
    }
    .into_any()
}

/// A one-line text.
pub fn text_field(errors: FormErrors, about: Field, typing: Typing, bound: Bound) -> AnyView {
    field(errors, about, text_input(errors, about, typing, bound))
}

/// A text of several lines.
pub fn text_area_field(errors: FormErrors, about: Field, placeholder: &'static str, bound: Bound) -> AnyView {
    let area = NodeRef::<html::Textarea>::new();
    let control = view! {
        <textarea node_ref=area id=errors.id(about.path) name=about.path rows="3" placeholder=placeholder
            aria-required=required_attribute(about) aria-describedby=described_by(errors, about)
            aria-invalid=errors.invalid(about.path)
            prop:value=move || bound.value.get()
            on:input=move |event| bound.set.run(event_target_value(&event))></textarea>
    };
    field(errors, about, control.into_any())
}

/// One entry of a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A choice from a list that may depend on other fields. `nothing` stands for no choice.
pub fn select_field(
    errors: FormErrors,
    about: Field,
    nothing: Option<&'static str>,
    choices: impl Into<Signal<Vec<Choice>>>,
    bound: Bound,
) -> AnyView {
    let choices = choices.into();
    let option = move |choice: Choice| {
        let value = choice.value.clone();
        // The option says that it is chosen: a value given to the select before its options exist would be lost.
        let chosen = move || bound.value.with(|bound| *bound == value);
        view! { <option value=choice.value prop:selected=chosen>{choice.label}</option> }
    };
    let control = view! {
        <select id=errors.id(about.path) name=about.path
            aria-required=required_attribute(about) aria-describedby=described_by(errors, about)
            aria-invalid=errors.invalid(about.path)
            on:change=move |event| bound.set.run(event_target_value(&event))>
            {nothing.map(|words| option(Choice::new("", words)))}
            {move || choices.get().into_iter().map(option).collect_view()}
        </select>
    };
    field(errors, about, control.into_any())
}

/// A box to tick, with its label beside it.
pub fn checkbox_field(
    errors: FormErrors,
    about: Field,
    value: impl Into<Signal<bool>>,
    set: Callback<bool>,
) -> AnyView {
    let (id, value) = (errors.id(about.path), value.into());
    let error_id = format!("{id}-error");
    view! {
        <div class="field checkbox-field" class:invalid=move || errors.invalid(about.path)().is_some()>
            <label class="checkbox" for=id.clone()>
                <input type="checkbox" id=id.clone() name=about.path aria-required=required_attribute(about)
                    aria-describedby=described_by(errors, about) aria-invalid=errors.invalid(about.path)
                    prop:checked=move || value.get() on:change=move |event| set.run(event_target_checked(&event)) />
                {about.label}
            </label>
            {field_error(errors, about.path, error_id)}
        </div>
    }
    .into_any()
}
