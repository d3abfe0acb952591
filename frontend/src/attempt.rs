//! Loading what a page shows, and attempting what a person wants done: with every way that it can end.

use std::future::Future;
use std::pin::Pin;

use crate::prelude::*;
use domain::contract::Endpoint;
use leptos::task::spawn_local;

use crate::api::{self, CallError};
use crate::request_key::{PendingKey, fresh_key};

/// What a page shows, on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load<T> {
    Loading,
    Failed(CallError),
    Ready(T),
}

impl<T> Load<T> {
    pub fn ready(&self) -> Option<&T> {
        match self {
            Load::Ready(value) => Some(value),
            _ => None,
        }
    }
}

impl<T> From<Result<T, CallError>> for Load<T> {
    fn from(result: Result<T, CallError>) -> Self {
        match result {
            Ok(value) => Load::Ready(value),
            Err(error) => Load::Failed(error),
        }
    }
}

/// Loads one thing into a signal, now and whenever it is asked to. The last call wins.
pub struct Loader<T: Send + Sync + 'static> {
    pub value: RwSignal<Load<T>>,
    start: Callback<()>,
}

impl<T: Send + Sync + 'static> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loader<T> {}

impl<T: Send + Sync + 'static> Loader<T> {
    pub fn new<F>(fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<T, CallError>> + 'static,
    {
        let value = RwSignal::new(Load::Loading);
        let round = StoredValue::new(0_u32);
        let start = Callback::new(move |()| {
            round.update_value(|round| *round += 1);
            let this = round.get_value();
            let answer = fetch();
            spawn_local(async move {
                let answer = answer.await;
                // The page may be gone, or may have asked for something else in the meantime.
                if round.try_get_value() == Some(this) {
                    value.try_set(answer.into());
                }
            });
        });
        start.run(());
        Self { value, start }
    }

    /// Loads again, with the page waiting for it; not at all for a page that is gone.
    pub fn again(self) {
        self.value.try_set(Load::Loading);
        self.start.try_run(());
    }

    /// Loads again; what was loaded before stays until then.
    pub fn refresh(self) {
        self.start.try_run(());
    }
}

/// One thing that a person wants done, until it is done. A repeat after a lost connection has the same key.
#[derive(Clone, Copy)]
pub struct Attempt {
    busy: RwSignal<bool>,
    failure: RwSignal<Option<CallError>>,
    key: StoredValue<PendingKey>,
}

impl Attempt {
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), failure: RwSignal::new(None), key: StoredValue::new(PendingKey::default()) }
    }

    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Whether it is under way at this moment.
    pub fn is_running(self) -> bool {
        self.busy.get_untracked()
    }

    /// Whether the page that wanted it is still there.
    pub fn is_alive(self) -> bool {
        self.busy.try_get_untracked().is_some()
    }

    /// The last failure, until the next try.
    pub fn failure(self) -> Signal<Option<CallError>> {
        self.failure.into()
    }

    pub fn clear(self) {
        self.failure.set(None);
    }

    /// Runs `work` unless it is under way already, which is what a double click asks for.
    pub fn run(self, work: impl Future<Output = Result<(), CallError>> + 'static) {
        self.run_boxed(Box::pin(work));
    }

    fn run_boxed(self, work: Pin<Box<dyn Future<Output = Result<(), CallError>>>>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let failure = work.await.err();
            self.failure.try_set(failure);
            self.busy.try_set(false);
        });
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

impl Default for Attempt {
    fn default() -> Self {
        Self::new()
    }
}
