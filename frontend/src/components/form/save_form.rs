//! A form that is saved: judged, sent, its mistakes shown at the fields and above them, its outcome told.

use std::future::Future;

use crate::prelude::*;
use domain::field_errors::FieldErrors;

use crate::api::CallError;
use crate::components::dialog::actions::cancel_or_send;
use crate::components::feedback::failure::failure_notice;
use crate::components::form::check::Check;
use crate::components::form::error_summary::error_summary;
use crate::components::form::field::{Field, FormErrors};
use crate::state::mutation::Mutation;

/// One form. What is typed into it lies in a signal of whoever makes it.
#[derive(Clone, Copy)]
pub struct SaveForm {
    id: &'static str,
    fields: &'static [Field],
    check: Check,
    pub mutation: Mutation,
    send: Callback<()>,
}

impl SaveForm {
    /// `id` tells its fields from those of other forms. `judge` reads what is typed, tracked, and reports every mistake in it.
    /// `save` sends it and says what came of it; `done` hears the answer if the page is still there.
    pub fn new<T, F>(
        id: &'static str,
        fields: &'static [Field],
        judge: impl Fn() -> FieldErrors + Send + Sync + 'static,
        save: impl Fn(Mutation) -> F + Send + Sync + 'static,
        done: impl Fn(T) + Clone + Send + Sync + 'static,
    ) -> Self
    where
        T: 'static,
        F: Future<Output = Result<T, CallError>> + 'static,
    {
        let (check, mutation) = (Check::new(judge), Mutation::new());
        let send = Callback::new(move |()| {
            // What is under way is of the form as it was sent.
            if check.passes() && !mutation.is_running() {
                mutation.save(check, save(mutation), done.clone());
            }
        });
        Self { id, fields, check, mutation, send }
    }

    pub fn errors(self) -> FormErrors {
        self.check.errors(self.id)
    }

    pub fn is_busy(self) -> bool {
        self.mutation.is_busy()
    }

    /// The form with its controls, and the buttons below.
    pub fn view(
        self,
        class: &'static str,
        controls: impl IntoView + 'static,
        buttons: impl IntoView + 'static,
    ) -> AnyView {
        self.drawn(class, None, controls.into_any(), buttons.into_any())
    }

    /// The same within another form of the page, or beside one: with a name of its own.
    pub fn named_view(
        self,
        class: &'static str,
        name: &'static str,
        controls: impl IntoView + 'static,
        buttons: impl IntoView + 'static,
    ) -> AnyView {
        self.drawn(class, Some(name), controls.into_any(), buttons.into_any())
    }

    /// The form in a dialog: 取消, and the button that sends it.
    pub fn in_dialog(
        self,
        controls: impl IntoView + 'static,
        look: &'static str,
        label: &'static str,
        cancel: impl Fn() + 'static,
    ) -> AnyView {
        self.drawn("form", None, controls.into_any(), cancel_or_send(self.mutation, look, label, cancel))
    }

    /// The button that sends it, with what it says meanwhile.
    pub fn button(self, label: &'static str, busy_label: &'static str) -> AnyView {
        view! {
            <button type="submit" class="button primary" aria-busy=move || self.is_busy().to_string()>
                {move || if self.is_busy() { busy_label } else { label }}
            </button>
        }
        .into_any()
    }

    fn drawn(self, class: &'static str, name: Option<&'static str>, controls: AnyView, buttons: AnyView) -> AnyView {
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            // A form within another sends itself alone.
            event.stop_propagation();
            self.send.run(());
        };
        view! {
            <form class=class novalidate aria-label=name on:submit=submit>
                {error_summary(self.errors(), self.fields, self.check.asked())}
                {controls}
                {failure_notice(self.mutation.failure(), self.send)}
                {buttons}
            </form>
        }
        .into_any()
    }
}
