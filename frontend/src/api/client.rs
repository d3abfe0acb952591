//! The way to the functions: types the requests after the endpoint table.

use domain::contract::{ACCOUNT_HEADER, Effect, Endpoint, ErrorBody, Method, SESSION_CHANGED};
use domain::id::IdempotencyKey;
use gloo_net::http::Request;
use gloo_timers::callback::Timeout;
use web_sys::{AbortController, RequestCredentials};

use crate::api::caller;
use crate::api::error::{CallError, SESSION_ENDED};

/// Longer than the slowest function may take, and than a weak connection needs for the largest body.
const TIMEOUT_MILLISECONDS: u32 = 30_000;

/// Calls an endpoint whose repeat does no harm.
pub async fn call<E: Endpoint>(request: &E::Request) -> Result<E::Response, CallError> {
    const { assert!(!matches!(E::ROW.effect, Effect::Keyed), "this endpoint needs call_keyed") };
    read_answer(exchange(Outgoing::of::<E>(request, None)).await?)
}

/// Calls an endpoint that must have its effect once. A repeat passes the same key.
pub async fn call_keyed<E: Endpoint>(request: &E::Request, key: &IdempotencyKey) -> Result<E::Response, CallError> {
    const { assert!(matches!(E::ROW.effect, Effect::Keyed), "this endpoint needs call") };
    read_answer(exchange(Outgoing::of::<E>(request, Some(key))).await?)
}

/// Calls an endpoint in the background: where the session has ended it fails, and nobody is asked for the password.
pub async fn call_quietly<E: Endpoint>(request: &E::Request) -> Result<E::Response, CallError> {
    const { assert!(!matches!(E::ROW.effect, Effect::Keyed), "this endpoint needs call_keyed") };
    match send(&Outgoing::of::<E>(request, None)).await? {
        Answer::Accepted(text) => read_answer(text),
        Answer::SessionEnded => Err(CallError::SessionEnded),
    }
}

fn read_answer<T: serde::de::DeserializeOwned>(text: String) -> Result<T, CallError> {
    // An answer that cannot be read comes from a newer release.
    serde_json::from_str(&text).map_err(|_| CallError::Outdated)
}

struct Outgoing {
    method: Method,
    url: String,
    body: Option<String>,
    key: Option<String>,
}

impl Outgoing {
    fn of<E: Endpoint>(request: &E::Request, key: Option<&IdempotencyKey>) -> Self {
        let (method, path) = (E::ROW.method, E::ROW.path);
        let (url, body) = match method {
            Method::Get => {
                let query = serde_urlencoded::to_string(request).expect("requests of GET endpoints are flat");
                (if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }, None)
            }
            Method::Post | Method::Put => {
                (path.to_owned(), Some(serde_json::to_string(request).expect("requests serialize")))
            }
        };
        Self { method, url, body, key: key.map(ToString::to_string) }
    }
}

enum Answer {
    Accepted(String),
    SessionEnded,
}

/// Sends until there is an answer. An ended session is no answer: the call waits for the password and is sent again.
async fn exchange(outgoing: Outgoing) -> Result<String, CallError> {
    let caller = caller::caller();
    loop {
        match send(&outgoing).await? {
            Answer::Accepted(text) => {
                (caller.is_in_use)();
                return Ok(text);
            }
            Answer::SessionEnded if (caller.is_known)() => (caller.reopened)().await?,
            Answer::SessionEnded => return Err(CallError::SessionEnded),
        }
    }
}

async fn send(outgoing: &Outgoing) -> Result<Answer, CallError> {
    let (is_accepted, text) = fetch(outgoing).await.map_err(|_| CallError::Offline)?;
    if is_accepted {
        return Ok(Answer::Accepted(text));
    }
    match serde_json::from_str::<ErrorBody>(&text) {
        Ok(body) if body.code == SESSION_ENDED => Ok(Answer::SessionEnded),
        Ok(body) if body.code == SESSION_CHANGED => {
            (caller::caller().is_another)();
            Err(CallError::Refused(body))
        }
        Ok(body) => Err(CallError::Refused(body)),
        // A proxy has answered in the place of the functions.
        Err(_) => Err(CallError::Offline),
    }
}

/// Sends a request; gives back whether it was accepted, and what was said.
async fn fetch(outgoing: &Outgoing) -> Result<(bool, String), gloo_net::Error> {
    // `AbortSignal.timeout` is missing in browsers before 2022.
    let controller = AbortController::new().ok();
    let signal = controller.as_ref().map(AbortController::signal);
    let _timeout = controller.map(|controller| Timeout::new(TIMEOUT_MILLISECONDS, move || controller.abort()));
    let builder = match outgoing.method {
        Method::Get => Request::get(&outgoing.url),
        Method::Post => Request::post(&outgoing.url),
        Method::Put => Request::put(&outgoing.url),
    };
    let mut builder = builder.credentials(RequestCredentials::SameOrigin).abort_signal(signal.as_ref());
    if let Some(key) = &outgoing.key {
        builder = builder.header("idempotency-key", key);
    }
    // Another tab may have signed somebody else in: what is meant for one is never done for the other.
    if let Some(account) = (caller::caller().account)() {
        builder = builder.header(ACCOUNT_HEADER, account.as_str());
    }
    let request = match &outgoing.body {
        Some(body) => builder.header("content-type", "application/json").body(body.clone())?,
        None => builder.build()?,
    };
    let response = request.send().await?;
    Ok((response.ok(), response.text().await?))
}
