//! Request → row → caller → room → answer. The only place that knows status codes, headers and cookies.

pub mod caller;
mod device;
pub mod failure;
pub mod known_devices;
pub mod request;
pub mod signature;

use std::cell::RefCell;

use bytes::Bytes;
use domain::contract::{Access, Action, ENDPOINTS, Effect, Endpoint, Row};
use http::{HeaderValue, Request, Response, StatusCode, header};
use serde::Serialize;

use crate::house::House;
use crate::store::usage::{METER, Usage};
use caller::Caller;
use failure::Failure;
use known_devices::KnownDevices;
use request::Repeat;
use signature::Platform;

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
    /// An answer in place of one that its room did not come to give.
    pub fn failed(row: &'static Row, failure: &Failure) -> Self {
        let request_id = domain::id::spell(crate::vault::random_bits());
        let mut response = failure.response(&request_id);
        response.headers_mut().insert(header::CACHE_CONTROL, NO_STORE);
        Self { response, endpoint: Some(row.id), request_id, usage: Usage::default(), cause: failure.cause() }
    }
}

/// What a room gives back: the body, and cookies where it signs somebody in or out.
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

/// What every room gets besides its caller and its request.
#[derive(Debug)]
pub struct Visit<'h> {
    pub house: &'h House,
    /// The key and the content of a request that must have one effect; empty for others.
    pub repeat: Repeat,
    /// The kind of device and browser that asks, in words.
    pub device: String,
    /// The accounts that have signed in with this browser before.
    pub known_devices: KnownDevices,
    /// Who has signed the request, where the endpoint asks for that.
    signed_by: Option<Platform>,
}

impl Visit<'_> {
    /// The platform that has signed the request; rooms for platforms always have one.
    pub fn platform(&self) -> Result<&Platform, Failure> {
        self.signed_by.as_ref().ok_or_else(|| Failure::internal("the endpoint's row does not ask for a signature"))
    }
}

/// Answers any request under `/api/` by its method and path.
pub async fn answer(house: &House, request: Request<Bytes>) -> Answer {
    let path = request.uri().path();
    let row = ENDPOINTS.iter().find(|row| row.path == path && row.method.name() == request.method().as_str());
    answer_row(house, row, request).await
}

/// Answers a request for one endpoint, as its own Lambda function does.
pub async fn answer_row(house: &House, row: Option<&'static Row>, request: Request<Bytes>) -> Answer {
    let request_id = domain::id::spell(crate::vault::random_bits());
    let meter = RefCell::new(Usage::default());
    let (result, usage) = METER
        .scope(meter, async {
            let result = match row {
                Some(row) => enter(house, row, request).await,
                None => Err(Failure::NotFound),
            };
            (result, METER.with(|usage| usage.borrow().clone()))
        })
        .await;
    let (mut response, cause) = match result {
        Ok(response) => (response, (!usage.causes.is_empty()).then(|| usage.causes.join("; "))),
        Err(failure) => (failure.response(&request_id), failure.cause()),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, NO_STORE);
    Answer { response, endpoint: row.map(|row| row.id), request_id, usage, cause }
}

async fn enter(house: &House, row: &'static Row, mut request: Request<Bytes>) -> Result<Response<Bytes>, Failure> {
    if request.body().len() > row.body_bytes_max {
        return Err(Failure::TooLarge);
    }
    if row.access == Access::Platform {
        // The secret that a platform signs with is sealed.
        unlock(house, row).await?;
        let platform = Platform::of(house, row, &request).await?;
        request.extensions_mut().insert(platform);
        return crate::endpoints::dispatch(house, row, None, request).await;
    }
    if row.effect != Effect::Read {
        request::check_origin(request.headers(), &house.settings.origin)?;
    }
    let caller = Caller::of(house, row, request.headers()).await?;
    unlock(house, row).await?;
    crate::endpoints::dispatch(house, row, caller, request).await
}

/// Opens the master key for rooms that use it. Who is refused before does not cost the call.
async fn unlock(house: &House, row: &Row) -> Result<(), Failure> {
    if row.grants.iter().any(|grant| grant.action == Action::Decrypt) {
        house.vault.unlock().await?;
    }
    Ok(())
}

/// What a room is given: the house with what tells a repeat, and the parsed request.
pub fn at_the_door<'h, E: Endpoint>(
    house: &'h House,
    request: &Request<Bytes>,
) -> Result<(Visit<'h>, E::Request), Failure> {
    let repeat = Repeat::of(&E::ROW, request.headers(), request.body())?;
    let device = device::of(request.headers());
    let known_devices = KnownDevices::of(request.headers());
    let signed_by = request.extensions().get().cloned();
    Ok((Visit { house, repeat, device, known_devices, signed_by }, request::parse::<E>(request)?))
}

/// What a room gives, as a response.
pub fn success<E: Endpoint>(reply: Reply<E::Response>) -> Result<Response<Bytes>, Failure> {
    let mut response = json(StatusCode::OK, &reply.body);
    for cookie in reply.cookies {
        let value = HeaderValue::try_from(cookie).map_err(Failure::internal)?;
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

fn json(status: StatusCode, body: &impl Serialize) -> Response<Bytes> {
    let text = serde_json::to_vec(body).expect("wire types have string keys only");
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
