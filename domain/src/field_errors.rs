//! What is wrong with an input, said beside the field that it concerns, all at once.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A refusal by one rule about one value: a stable code for programs, a sentence in Chinese for the person.
///
/// Both sides of the wire compute it with the same code, so the words never differ.
pub trait Mistake {
    /// Stable, snake_case, part of the wire contract.
    fn code(&self) -> &'static str;
    /// Says what is wrong and what to do, in Chinese; never repeats a sensitive value.
    fn message(&self) -> Cow<'static, str>;
}

/// One mistake at one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the request, dotted for nested ones: `period.start`, `ids.3`.
    pub path: Cow<'static, str>,
    pub code: Cow<'static, str>,
    pub message: Cow<'static, str>,
}

/// All mistakes of one input, in the order of the form. An input is accepted only when this is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Keeps the value, or notes the mistake at `path` and goes on, so that every mistake is found in one pass.
    pub fn keep<T, M: Mistake>(&mut self, path: impl Into<Cow<'static, str>>, parsed: Result<T, M>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(mistake) => {
                self.note(path, &mistake);
                None
            }
        }
    }

    pub fn note(&mut self, path: impl Into<Cow<'static, str>>, mistake: &impl Mistake) {
        self.push(path, mistake.code(), mistake.message());
    }

    pub fn push(
        &mut self,
        path: impl Into<Cow<'static, str>>,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) {
        self.0.push(FieldError { path: path.into(), code: code.into(), message: message.into() });
    }

    /// Takes over the mistakes that another part of the same input has.
    pub fn absorb(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// The first mistake at `path`, which is the one to show beside the field.
    pub fn at(&self, path: &str) -> Option<&FieldError> {
        self.0.iter().find(|error| error.path == path)
    }

    /// What the one mistake says, where there is one and no other: enough where no field stands beside it.
    pub fn only(&self) -> Option<&str> {
        match self.0.as_slice() {
            [error] => Some(&error.message),
            _ => None,
        }
    }

    /// `Ok(value)` if nothing was noted. The value is built only then, so it may unwrap what [`keep`](Self::keep) gave.
    pub fn finish<T>(self, value: impl FnOnce() -> T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value()) } else { Err(self) }
    }
}

impl From<Vec<FieldError>> for FieldErrors {
    fn from(errors: Vec<FieldError>) -> Self {
        Self(errors)
    }
}
