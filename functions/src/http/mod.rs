//! Request → row → caller → handler → answer. The only place that knows status codes, headers and cookies.

pub mod caller;
mod device;
pub mod known_devices;
pub mod request;
pub mod response;
pub mod signature;

use std::cell::RefCell;

use bytes::Bytes;
use domain::contract::{Access, ENDPOINTS, Effect, Endpoint, Permission, Row};
use http::{HeaderValue, Request, Response, header};

use crate::app::App;
use crate::error::Error;
use crate::idempotency::Repeat;
use crate::store::platforms::Platform;
use crate::store::usage::{METER, Usage};
use caller::Caller;
use known_devices::KnownDevices;

/// Answers hold personal data; no cache on the way may keep them.
pub(crate) const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// The header in which CloudFront shows that a request has come through it (`infra/template.yaml`).
pub const EDGE_KEY_HEADER: &str = "x-xueshi-edge";

/// What a request led to, with what it cost.
#[derive(Debug)]
pub struct Answer {
    pub response: Response<Bytes>,
    /// `None`: no endpoint has this method and path.
    pub endpoint: Option<&'static str>,
    pub request_id: String,
    pub usage: Usage,
    /// The inside of a failure, for the log; never personal.
    pub cause: Option<String>,
}

impl Answer {
    /// An answer in place of one that its handler did not come to give.
    pub fn failed(row: &'static Row, failure: &Error) -> Self {
        let request_id = domain::id::spell(crate::crypto::vault::random_bits());
        let mut response = response::of_error(failure, &request_id);
        response.headers_mut().insert(header::CACHE_CONTROL, NO_STORE);
        Self { response, endpoint: Some(row.id), request_id, usage: Usage::default(), cause: failure.cause() }
    }
}

/// What a handler gives back: the body, and cookies where it signs somebody in or out.
#[derive(Debug)]
pub struct Reply<T> {
    pub body: T,
    pub cookies: Vec<String>,
}

impl<T> From<T> for Reply<T> {
    fn from(body: T) -> Self {
        Self { body, cookies: Vec::new() }
    }
}

/// What every handler gets besides its caller and its request.
#[derive(Debug)]
pub struct RequestContext<'h> {
    pub app: &'h App,
    /// The key and the content of a request that must have one effect; empty for others.
    pub repeat: Repeat,
    /// The kind of device and browser that asks, in words.
    pub device: String,
    /// The accounts that have signed in with this browser before.
    pub known_devices: KnownDevices,
    /// Who has signed the request, where the endpoint asks for that.
    signed_by: Option<Platform>,
}

impl RequestContext<'_> {
    /// The platform that has signed the request; handlers for platforms always have one.
    pub fn platform(&self) -> Result<&Platform, Error> {
        self.signed_by.as_ref().ok_or_else(|| Error::internal("the endpoint's row does not ask for a signature"))
    }
}

/// Answers any request under `/api/` by its method and path.
pub async fn answer(app: &App, request: Request<Bytes>) -> Answer {
    let path = request.uri().path();
    let row = ENDPOINTS.iter().find(|row| row.path == path && row.method.name() == request.method().as_str());
    answer_row(app, row, request).await
}

/// Answers a request for one endpoint, as its own Lambda function does.
pub async fn answer_row(app: &App, row: Option<&'static Row>, request: Request<Bytes>) -> Answer {
    let request_id = domain::id::spell(crate::crypto::vault::random_bits());
    let meter = RefCell::new(Usage::default());
    let (result, usage) = METER
        .scope(meter, async {
            let result = match row {
                Some(row) => enter(app, row, request).await,
                None => Err(Error::NotFound),
            };
            (result, METER.with(|usage| usage.borrow().clone()))
        })
        .await;
    let (mut response, cause) = match result {
        Ok(response) => (response, (!usage.causes.is_empty()).then(|| usage.causes.join("; "))),
        Err(failure) => (response::of_error(&failure, &request_id), failure.cause()),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, NO_STORE);
    Answer { response, endpoint: row.map(|row| row.id), request_id, usage, cause }
}

async fn enter(app: &App, row: &'static Row, mut request: Request<Bytes>) -> Result<Response<Bytes>, Error> {
    if request.body().len() > row.body_bytes_max {
        return Err(Error::TooLarge);
    }
    if row.access == Access::Platform {
        // The secret that a platform signs with is encrypted.
        unlock(app, row).await?;
        let platform = signature::verify(app, &request).await?;
        request.extensions_mut().insert(platform);
        return crate::endpoints::dispatch(app, row, None, request).await;
    }
    if row.effect != Effect::Read {
        request::check_origin(request.headers(), &app.settings.origin)?;
    }
    let caller = Caller::of(app, row, request.headers()).await?;
    unlock(app, row).await?;
    crate::endpoints::dispatch(app, row, caller, request).await
}

/// Opens the master key for handlers that use it. Who is refused before does not cost the call.
async fn unlock(app: &App, row: &Row) -> Result<(), Error> {
    if row.grants.iter().any(|grant| grant.action == Permission::Decrypt) {
        app.vault.unlock().await?;
    }
    Ok(())
}

/// What a handler is given: the app with what tells a repeat, and the parsed request.
pub fn receive<'h, E: Endpoint>(
    app: &'h App,
    request: &Request<Bytes>,
) -> Result<(RequestContext<'h>, E::Request), Error> {
    let repeat = request::repeat_of(&E::ROW, request.headers(), request.body())?;
    let device = device::of(request.headers());
    let known_devices = KnownDevices::of(request.headers());
    let signed_by = request.extensions().get().cloned();
    Ok((RequestContext { app, repeat, device, known_devices, signed_by }, request::parse::<E>(request)?))
}
