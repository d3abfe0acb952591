//! When the mistakes of a form are shown: never before the person has tried to save, then live until all are mended.

use std::sync::Arc;

use crate::prelude::*;
use domain::field_errors::FieldErrors;

use crate::api::CallError;
use crate::components::form::field::FormErrors;

/// The mistakes of one form: what the rules find in the browser, and what the functions have found beyond that.
#[derive(Clone, Copy)]
pub struct Check {
    found: Memo<FieldErrors>,
    refused: RwSignal<FieldErrors>,
    asked: RwSignal<u32>,
    shown: Memo<FieldErrors>,
}

impl Check {
    /// `judge` reads the form, tracked, and reports every mistake in it.
    pub fn new(judge: impl Fn() -> FieldErrors + Send + Sync + 'static) -> Self {
        let judge = Arc::new(judge);
        let refused = RwSignal::new(FieldErrors::default());
        let asked = RwSignal::new(0);
        let judged = Arc::clone(&judge);
        let found = Memo::new(move |_| judged());
        // What the functions said was about what had been sent. Once the form changes, it is history.
        let mut is_first = true;
        Effect::new(move || {
            judge();
            if !std::mem::take(&mut is_first) {
                refused.set(FieldErrors::default());
            }
        });
        let shown = Memo::new(move |_| shown(asked.get() > 0, &found.read(), &refused.read()));
        Self { found, refused, asked, shown }
    }

    /// For the fields and the summary; `form` tells this form's ids from those of others.
    pub fn errors(self, form: &'static str) -> FormErrors {
        FormErrors::new(form, self.shown)
    }

    /// Rises with every try to save, upon which the summary takes the focus.
    pub fn asked(self) -> Signal<u32> {
        self.asked.into()
    }

    /// The person wants to save: from now on mistakes are shown. Says whether there are none.
    pub fn passes(self) -> bool {
        self.asked.update(|asked| *asked += 1);
        self.found.with_untracked(FieldErrors::is_empty)
    }

    /// Shows what the functions have found at the fields. Gives back the errors that concern no field.
    pub fn refuse(self, error: CallError) -> Result<(), CallError> {
        let fields = error.fields();
        if fields.is_empty() {
            return Err(error);
        }
        self.refused.set(fields);
        self.asked.update(|asked| *asked += 1);
        Ok(())
    }

    /// As if nobody had tried to save yet.
    pub fn forget(self) {
        self.asked.set(0);
    }
}

fn shown(asked: bool, found: &FieldErrors, refused: &FieldErrors) -> FieldErrors {
    match (asked, found.is_empty()) {
        (false, _) => FieldErrors::default(),
        (true, false) => found.clone(),
        (true, true) => refused.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(path: &'static str) -> FieldErrors {
        let mut errors = FieldErrors::default();
        errors.push(path, "required", "…");
        errors
    }

    #[test]
    fn nothing_is_shown_before_the_first_try() {
        assert!(shown(false, &mistake("title"), &mistake("end")).is_empty());
    }

    #[test]
    fn what_the_browser_finds_comes_before_what_the_functions_found() {
        assert_eq!(shown(true, &mistake("title"), &mistake("end")), mistake("title"));
        assert_eq!(shown(true, &FieldErrors::default(), &mistake("end")), mistake("end"));
    }
}
