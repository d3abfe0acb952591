//! The only way to the functions: types the requests after the endpoint table, and words what goes wrong on the way.

use domain::contract::{ACCOUNT_HEADER, Effect, Endpoint, ErrorBody, Method, SESSION_CHANGED};
use domain::field_errors::FieldErrors;
use domain::id::IdempotencyKey;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit, Response, UrlSearchParams};

use crate::{json, session};

/// Longer than the slowest function may take, and than a weak connection needs for the largest body.
const TIMEOUT_MILLISECONDS: u32 = 30_000;
const SESSION_ENDED: &str = "session_ended";

/// Why a call brought no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// The functions have judged the request and said no.
    Refused(ErrorBody),
    /// Nobody is signed in, or whoever was asked for the password would not give it.
    SessionEnded,
    /// No answer came; nobody knows whether the request had its effect.
    Offline,
}

impl CallError {
    /// What happened and what to do, for the person.
    pub fn message(&self) -> String {
        match self {
            CallError::Refused(body) => body.fields.only().unwrap_or(&body.message).to_owned(),
            CallError::SessionEnded => "登录已过期,请重新登录".to_owned(),
            CallError::Offline => "暂时连不上服务,请检查网络后重试。已填写的内容不会丢失。".to_owned(),
        }
    }

    /// Whether sending the very same request again can help.
    pub fn is_worth_repeating(&self) -> bool {
        match self {
            CallError::Refused(body) => matches!(body.code.as_str(), "internal" | "busy"),
            CallError::SessionEnded => false,
            CallError::Offline => true,
        }
    }

    pub fn code(&self) -> &str {
        match self {
            CallError::Refused(body) => &body.code,
            CallError::SessionEnded => SESSION_ENDED,
            CallError::Offline => "offline",
        }
    }

    pub fn fields(&self) -> FieldErrors {
        match self {
            CallError::Refused(body) => body.fields.clone(),
            _ => FieldErrors::default(),
        }
    }
}

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
    // An answer that cannot be read comes from a proxy or from a newer release; trying again is all that helps.
    json::from_str(&text).map_err(|_| CallError::Offline)
}

struct Outgoing {
    method: Method,
    url: String,
    body: Option<String>,
    key: Option<String>,
}

impl Outgoing {
    fn of<E: Endpoint>(request: &E::Request, key: Option<&IdempotencyKey>) -> Self {
        let content = serde_json::to_string(request).expect("requests serialize");
        Self::new(E::ROW.method, E::ROW.path, content, key)
    }

    fn new(method: Method, path: &str, content: String, key: Option<&IdempotencyKey>) -> Self {
        let (url, body) = match method {
            Method::Get => (with_query(path, &content), None),
            Method::Post | Method::Put => (path.to_owned(), Some(content)),
        };
        Self { method, url, body, key: key.map(ToString::to_string) }
    }
}

/// The request of a GET endpoint, which is flat, as a query: the browser knows how to write one.
fn with_query(path: &str, content: &str) -> String {
    let query = js_sys::JSON::parse(content)
        .and_then(|flat| UrlSearchParams::new_with_record_from_str_to_str(flat.unchecked_ref()))
        .map(|query| String::from(query.to_string()))
        .unwrap_or_default();
    if query.is_empty() { path.to_owned() } else { [path, "?", &query].concat() }
}

enum Answer {
    Accepted(String),
    SessionEnded,
}

/// Sends until there is an answer. An ended session is no answer: the call waits for the password and is sent again.
async fn exchange(outgoing: Outgoing) -> Result<String, CallError> {
    loop {
        match send(&outgoing).await? {
            Answer::Accepted(text) => return Ok(text),
            Answer::SessionEnded if session::is_known() => session::reopened().await?,
            Answer::SessionEnded => return Err(CallError::SessionEnded),
        }
    }
}

async fn send(outgoing: &Outgoing) -> Result<Answer, CallError> {
    let response = fetch(outgoing).await.map_err(|_| CallError::Offline)?;
    let text = async { JsFuture::from(response.text()?).await }.await.map_err(|_| CallError::Offline)?;
    let text = text.as_string().unwrap_or_default();
    if response.ok() {
        return Ok(Answer::Accepted(text));
    }
    match json::from_str::<ErrorBody>(&text) {
        Ok(body) if body.code == SESSION_ENDED => Ok(Answer::SessionEnded),
        Ok(body) if body.code == SESSION_CHANGED => {
            session::is_another();
            Err(CallError::Refused(body))
        }
        Ok(body) => Err(CallError::Refused(body)),
        Err(_) => Err(CallError::Offline),
    }
}

async fn fetch(outgoing: &Outgoing) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    let init = RequestInit::new();
    init.set_method(outgoing.method.name());
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MILLISECONDS)));
    if let Some(body) = &outgoing.body {
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    if let Some(key) = &outgoing.key {
        headers.set("idempotency-key", key)?;
    }
    // Another tab may have signed somebody else in: what is meant for one is never done for the other.
    if let Some(account) = session::account() {
        headers.set(ACCOUNT_HEADER, account.as_str())?;
    }
    init.set_headers(&headers);
    let window = web_sys::window().expect("apps run in a window");
    JsFuture::from(window.fetch_with_str_and_init(&outgoing.url, &init)).await?.dyn_into()
}
