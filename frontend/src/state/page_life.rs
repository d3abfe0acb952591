//! Whether the page is still there: the one place that keeps answers from what is gone.
//!
//! A call goes on when its page is left, because what it asks for is wanted all the same. What is done with the answer touches
//! signals and callbacks of the page, and those that are gone trap the program. So whatever follows an answer asks here first.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::prelude::*;

/// A mark that is gone with the owner that it was made under.
#[derive(Debug, Clone, Copy)]
pub struct Life(StoredValue<()>);

impl Life {
    /// Of the owner of now, whatever it is: a page, the content of a dialog.
    pub fn here() -> Self {
        Self(StoredValue::new(()))
    }

    /// Of the page of now: a dialog that is closed while a call is under way leaves a page behind that wants to hear of it.
    pub fn of_page() -> Self {
        use_context::<Self>().unwrap_or_else(Self::here)
    }

    pub fn is_over(self) -> bool {
        self.0.try_get_value().is_none()
    }

    /// The work, which stops for good where it next waits once this is over.
    pub fn bound<F: Future>(self, work: F) -> Bound<F> {
        Bound { life: self, work: Box::pin(work) }
    }
}

/// Makes a page, as what its calls belong to.
pub fn page(make: impl FnOnce() -> AnyView) -> AnyView {
    provide_context(Life::here());
    make()
}

/// See [`Life::bound`].
pub struct Bound<F> {
    life: Life,
    work: Pin<Box<F>>,
}

impl<F: Future> Future for Bound<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        if self.life.is_over() { Poll::Pending } else { self.work.as_mut().poll(context) }
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;
    use std::task::Waker;

    use super::*;

    fn polled(life: Life) -> Poll<u8> {
        std::pin::pin!(life.bound(ready(7))).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn work_stops_with_what_it_belongs_to() {
        let owner = Owner::new();
        let life = owner.with(Life::here);
        assert_eq!(polled(life), Poll::Ready(7));
        owner.cleanup();
        assert!(life.is_over());
        assert_eq!(polled(life), Poll::Pending);
    }

    #[test]
    fn a_dialog_within_a_page_has_the_life_of_the_page() {
        let of_page = Owner::new();
        let (dialog, life) = of_page.with(|| {
            provide_context(Life::here());
            let dialog = Owner::new();
            let life = dialog.with(Life::of_page);
            (dialog, life)
        });
        dialog.cleanup();
        assert!(!life.is_over());
        of_page.cleanup();
        assert!(life.is_over());
    }
}
