//! What a page reads: Leptos' own resource of what a call answers, and the few words that pages have for it.

use std::future::Future;

use crate::prelude::*;

use crate::api::CallError;
use crate::state::page_life::Life;

/// `None` while it is on its way. A later reading overtakes an earlier one.
pub type Query<T> = LocalResource<Result<T, CallError>>;

/// Reads now, and whenever it is asked to; never by itself because something that `fetch` looks at has changed. A reading
/// stops where it waits when its page is left.
pub fn query<T, F>(fetch: impl Fn() -> F + 'static) -> Query<T>
where
    T: 'static,
    F: Future<Output = Result<T, CallError>> + 'static,
{
    let life = Life::here();
    LocalResource::new(move || life.bound(untrack(&fetch)))
}

/// The words that pages have for a [`Query`]. Of a page that is gone they do nothing.
pub trait Ask<T> {
    /// Reads again, with the page waiting for it.
    fn again(self);
    /// Reads again; what was read before stays until then.
    fn refresh(self);
    /// Shows what another call has just answered.
    fn put(self, value: T);
    /// What was read, once it is there; tracks.
    fn answer<U>(self, read: impl FnOnce(&T) -> U) -> Option<U>;
    fn answer_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U>;
}

impl<T: 'static> Ask<T> for Query<T> {
    fn again(self) {
        if let Some(mut value) = self.try_write() {
            *value = None;
        }
        self.refetch();
    }

    fn refresh(self) {
        self.refetch();
    }

    fn put(self, value: T) {
        if let Some(mut current) = self.try_write() {
            *current = Some(Ok(value));
        }
    }

    fn answer<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.try_with(|value| value.as_ref()?.as_ref().ok().map(read))?
    }

    fn answer_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.try_with_untracked(|value| value.as_ref()?.as_ref().ok().map(read))?
    }
}
