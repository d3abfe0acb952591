//! Whom calls are made for. The session tells it here, so that calls need not know the session.

use std::cell::Cell;
use std::future::{Future, ready};
use std::pin::Pin;

use domain::id::AccountId;

use crate::api::error::CallError;

type Reopened = Pin<Box<dyn Future<Output = Result<(), CallError>>>>;

/// What a call asks of the session, and tells it.
#[derive(Clone, Copy)]
pub struct Caller {
    /// The account that this tab was opened for, once that is known.
    pub account: fn() -> Option<AccountId>,
    /// Somebody is signed in, as far as this tab has heard.
    pub is_known: fn() -> bool,
    /// A call has been answered that somebody waited for.
    pub is_in_use: fn(),
    /// Somebody else has signed in with this browser.
    pub is_another: fn(),
    /// Resolves when the person has signed in again; fails when they would not.
    pub reopened: fn() -> Reopened,
}

thread_local! {
    static CALLER: Cell<Caller> = const {
        Cell::new(Caller {
            account: || None,
            is_known: || false,
            is_in_use: || {},
            is_another: || {},
            reopened: || Box::pin(ready(Err(CallError::SessionEnded))),
        })
    };
}

/// Calls are made for whoever this says, from now on.
pub fn follow(caller: Caller) {
    CALLER.set(caller);
}

pub(super) fn caller() -> Caller {
    CALLER.get()
}
