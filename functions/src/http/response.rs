//! What goes out: a reply with its cookies, or an error with its status.

use bytes::Bytes;
use domain::contract::{Endpoint, ErrorBody};
use domain::field_errors::FieldErrors;
use http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;

use crate::error::Error;

/// What a handler gives, as a response.
pub fn of_reply<E: Endpoint>(reply: super::Reply<E::Response>) -> Result<Response<Bytes>, Error> {
    let mut response = json(StatusCode::OK, &reply.body);
    for cookie in reply.cookies {
        let value = HeaderValue::try_from(cookie).map_err(Error::internal)?;
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

/// An error as it goes out: `{code, message, fields, request_id}`. The inside of it stays here.
pub fn of_error(error: &Error, request_id: &str) -> Response<Bytes> {
    let fields = if let Error::Invalid(errors) = error { errors.clone() } else { FieldErrors::default() };
    let body = ErrorBody {
        code: error.code().to_owned(),
        message: error.message(),
        fields,
        request_id: request_id.to_owned(),
    };
    let mut response = json(status(error), &body);
    if let Error::Locked { seconds } = error {
        response.headers_mut().insert(header::RETRY_AFTER, (*seconds).into());
    }
    response
}

/// The one mapping of errors to HTTP (RFC 9110, 15).
fn status(error: &Error) -> StatusCode {
    match error {
        Error::Malformed(_) => StatusCode::BAD_REQUEST,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::SessionEnded
        | Error::WrongCredentials
        | Error::WrongOperatorCredentials
        | Error::WrongSignature
        | Error::SignatureExpired => StatusCode::UNAUTHORIZED,
        Error::Locked { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::MustChangePassword | Error::ForeignOrigin => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::SessionChanged | Error::Conflict { .. } => StatusCode::CONFLICT,
        Error::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Error::TimedOut => StatusCode::GATEWAY_TIMEOUT,
        Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
