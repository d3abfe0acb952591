//! What a person wants done: Leptos' own action, with the key of a request that must have its effect once.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use crate::prelude::*;
use domain::contract::Endpoint;

use crate::api::idempotency::{PendingKey, fresh_key};
use crate::api::{self, CallError};
use crate::components::form::check::Check;
use crate::state::page_life::Life;

/// Work of one press. An action is handed its input to look at; this one is taken out.
type Work = Cell<Option<Pin<Box<dyn Future<Output = Result<(), CallError>>>>>>;

/// One thing that a person wants done, until it is done. A second press while it is under way asks for nothing more, and a
/// repeat after a lost connection has the same key.
#[derive(Clone, Copy)]
pub struct Mutation {
    action: Action<Work, Result<(), CallError>>,
    pending: Memo<bool>,
    failure: Signal<Option<CallError>>,
    key: StoredValue<PendingKey>,
    life: Life,
}

impl Mutation {
    pub fn new() -> Self {
        let action = Action::new_unsync_local(|work: &Work| {
            let work = work.take();
            async move {
                match work {
                    Some(work) => work.await,
                    None => Ok(()),
                }
            }
        });
        let value = action.value();
        let failure = Memo::new(move |_| value.with(|ended| ended.as_ref().and_then(|ended| ended.clone().err())));
        Self {
            action,
            pending: action.pending(),
            failure: failure.into(),
            key: StoredValue::new(PendingKey::default()),
            life: Life::of_page(),
        }
    }

    /// Whether it is under way; tracks.
    pub fn is_busy(self) -> bool {
        self.pending.get()
    }

    /// Whether it is under way at this moment.
    pub fn is_running(self) -> bool {
        self.pending.try_get_untracked().unwrap_or_default()
    }

    /// Whether the page or the dialog that wanted it is still there.
    pub fn is_alive(self) -> bool {
        self.key.try_with_value(|_| ()).is_some()
    }

    /// The last failure, until the next try.
    pub fn failure(self) -> Signal<Option<CallError>> {
        self.failure
    }

    pub fn clear(self) {
        self.action.clear();
    }

    /// Runs `work`, and gives what it brings to `done` if the page is still there: a dialog that has been closed meanwhile
    /// makes no difference. What is to be told wherever the person is by then, `work` says itself.
    pub fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, CallError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        let life = self.life;
        self.dispatch(Box::pin(async move {
            let brought = work.await?;
            if !life.is_over() {
                done(brought);
            }
            Ok(())
        }));
    }

    /// The same for a form: mistakes that the functions have found are shown at its fields.
    pub fn save<T: 'static>(
        self,
        check: Check,
        work: impl Future<Output = Result<T, CallError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        let life = self.life;
        self.dispatch(Box::pin(async move {
            match work.await {
                Ok(brought) if !life.is_over() => done(brought),
                Ok(_) => {}
                Err(error) => return check.refuse(error),
            }
            Ok(())
        }));
    }

    fn dispatch(self, work: Pin<Box<dyn Future<Output = Result<(), CallError>>>>) {
        if self.is_alive() && !self.is_running() {
            self.clear();
            self.action.dispatch_local(Cell::new(Some(work)));
        }
    }

    /// Calls an endpoint that must have its effect once; the same request after no answer keeps its key.
    pub async fn call_keyed<E: Endpoint>(self, request: &E::Request) -> Result<E::Response, CallError> {
        let content = E::ROW.id.to_owned() + &serde_json::to_string(request).expect("requests serialize");
        let key = self.key.try_update_value(|pending| pending.for_content(&content, fresh_key));
        let answer = api::call_keyed::<E>(request, &key.unwrap_or_else(fresh_key)).await;
        let settled = match &answer {
            Ok(_) => true,
            Err(error) => !error.is_worth_repeating() && *error != CallError::SessionEnded,
        };
        if settled {
            self.key.try_update_value(PendingKey::settle);
        }
        answer
    }
}

impl Default for Mutation {
    fn default() -> Self {
        Self::new()
    }
}
