//! Speaks to the handlers as a browser does: cookies, origin, keys, JSON.

use bytes::Bytes;
use domain::contract::{Effect, Endpoint, ErrorBody, Method, Row};
use domain::id::IdempotencyKey;
use functions::http::answer;
use functions::store::usage::Usage;
use http::{HeaderValue, Request, Response, StatusCode, header};
use serde::de::DeserializeOwned;

use crate::calls;
use crate::world::{ORIGIN, World};

/// One browser, with at most one session.
#[derive(Clone)]
pub struct Browser<'w> {
    pub world: &'w World,
    pub cookie: Option<String>,
}

/// An answer that is no success.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    pub status: StatusCode,
    pub body: ErrorBody,
}

impl Refused {
    pub fn code(&self) -> &str {
        &self.body.code
    }

    /// The codes at the fields, as `path:code`.
    pub fn fields(&self) -> Vec<String> {
        self.body.fields.iter().map(|error| format!("{}:{}", error.path, error.code)).collect()
    }
}

/// What a call gave and what it cost.
pub struct Call<T> {
    pub result: Result<T, Refused>,
    pub usage: Usage,
    /// What the answer has the browser keep: names and values.
    pub cookies: Vec<String>,
}

impl<'w> Browser<'w> {
    pub fn anonymous(world: &'w World) -> Self {
        Self { world, cookie: None }
    }

    /// Calls an endpoint with a fresh key.
    pub async fn call<E: Endpoint>(&self, request: &E::Request) -> Result<E::Response, Refused> {
        self.measured::<E>(request, &self.world.key()).await.result
    }

    /// Calls an endpoint with a key of the test's own choice.
    pub async fn keyed<E: Endpoint>(&self, request: &E::Request, key: &IdempotencyKey) -> Result<E::Response, Refused> {
        self.measured::<E>(request, key).await.result
    }

    /// Calls an endpoint and keeps the session that it gives, or forgets the one that it takes.
    pub async fn signing<E: Endpoint>(&mut self, request: &E::Request) -> Result<E::Response, Refused> {
        let call = self.measured::<E>(request, &self.world.key()).await;
        self.keep(&call.cookies);
        call.result
    }

    /// Keeps cookies of an answer as a browser does: each in the place of the one of its name, empty ones not at all.
    pub fn keep(&mut self, cookies: &[String]) {
        let mut kept: Vec<String> =
            self.cookie.iter().flat_map(|cookie| cookie.split("; ")).map(str::to_owned).collect();
        for cookie in cookies {
            let name = cookie.split_inclusive('=').next().unwrap_or_default();
            kept.retain(|pair| !pair.starts_with(name));
            kept.extend((!cookie.ends_with('=')).then(|| cookie.clone()));
        }
        self.cookie = (!kept.is_empty()).then(|| kept.join("; "));
    }

    /// Calls an endpoint and tells what it cost. The operations used must be those that the endpoint's row allows.
    pub async fn measured<E: Endpoint>(&self, request: &E::Request, key: &IdempotencyKey) -> Call<E::Response> {
        // Boxed, or a test of many calls would not fit on its stack.
        Box::pin(send::<E>(self.world, self.request::<E>(request, key))).await
    }

    pub fn request<E: Endpoint>(&self, request: &E::Request, key: &IdempotencyKey) -> Request<Bytes> {
        let row = E::ROW;
        let (uri, body) = match row.method {
            Method::Get => {
                let query = serde_urlencoded::to_string(request).expect("queries are flat");
                (format!("{}?{query}", row.path), Bytes::new())
            }
            Method::Post | Method::Put => {
                (row.path.to_owned(), Bytes::from(serde_json::to_vec(request).expect("requests are JSON")))
            }
        };
        let mut builder = Request::builder().method(row.method.name()).uri(uri).header(header::ORIGIN, ORIGIN);
        if row.method != Method::Get {
            builder = builder.header(header::CONTENT_TYPE, "application/json");
        }
        if row.effect == Effect::Keyed {
            builder = builder.header("idempotency-key", key.as_str());
        }
        if let Some(cookie) = &self.cookie {
            builder = builder.header(header::COOKIE, cookie);
        }
        builder.body(body).expect("a request of known parts")
    }
}

/// Sends a request as it is, into the app or to its endpoint's own process.
pub async fn send<E: Endpoint>(world: &World, request: Request<Bytes>) -> Call<E::Response> {
    let (response, usage, cause) = match &world.fleet {
        Some(fleet) => (fleet.answer(request).await.expect("an answer"), Usage::default(), None),
        None => {
            let answer = calls::of(E::ROW.id, answer(&world.app, request)).await;
            world.calls.note_operations(E::ROW.id, &answer.usage.operations);
            (answer.response, answer.usage, answer.cause)
        }
    };
    check_operations(&E::ROW, &usage);
    let pair = |value: &HeaderValue| value.to_str().expect("ASCII").split(';').next().unwrap_or_default().to_owned();
    let cookies = response.headers().get_all(header::SET_COOKIE).iter().map(pair).collect();
    Call { usage, cookies, result: read(E::ROW.id, &response, cause) }
}

/// If you're here because this assertion failed: the endpoint used an operation that its row in
/// `domain/src/contract/mod.rs` does not list, and its function in the cloud would be refused. Add it to the row, then
/// call `cargo xtask template`.
fn check_operations(row: &Row, usage: &Usage) {
    let allowed: Vec<_> = row.grants.iter().map(|grant| grant.action.name()).collect();
    for operation in &usage.operations {
        assert!(allowed.contains(operation), "{} used {operation}, its row allows {allowed:?}", row.id);
    }
}

fn read<T: DeserializeOwned>(endpoint: &str, response: &Response<Bytes>, cause: Option<String>) -> Result<T, Refused> {
    let (status, body) = (response.status(), response.body());
    assert!(status != StatusCode::INTERNAL_SERVER_ERROR, "{endpoint}: {cause:?}");
    if status.is_success() {
        Ok(serde_json::from_slice(body).expect("a response of its endpoint's shape"))
    } else {
        Err(Refused { status, body: serde_json::from_slice(body).expect("an error body") })
    }
}
