//! The attachment store: the part of S3 that the product uses, on a folder.
//!
//! It is mounted under the product's own origin, so that browsers reach it without cross-origin rules. The protocol
//! (addresses, signatures, XML) is that of the crate s3s; what is done with an object is [`objects`].

mod client;
mod copies;
mod objects;

use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::Result;
use axum::response::IntoResponse;
use bytes::Bytes;
use domain::limits::{ATTACHMENT_BYTES_MAX, UNCONFIRMED_DAYS};
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};

pub use client::client;
pub use copies::{Copied, copy, digest};
use objects::Objects;

/// The one bucket, which is also the first part of every object's path.
pub const BUCKET: &str = "attachments";

/// What may sign requests to the store.
#[derive(Clone)]
pub struct AccessKey {
    pub id: String,
    pub secret: String,
}

/// The store on its folder. Clones share it.
#[derive(Clone)]
pub struct AttachmentStore {
    service: S3Service,
    objects: Objects,
    access_key: AccessKey,
}

impl AttachmentStore {
    /// Opens the store in a folder, or creates it. Only requests signed with `access_key` are answered.
    pub fn open(folder: &Path, access_key: AccessKey) -> Result<Self> {
        let objects = Objects::open(folder)?;
        let mut builder = S3ServiceBuilder::new(objects.clone());
        builder.set_auth(SimpleAuth::from_single(access_key.id.clone(), access_key.secret.clone()));
        Ok(Self { service: builder.build(), objects, access_key })
    }

    /// Removes uploads that nobody has confirmed in [`UNCONFIRMED_DAYS`], as the bucket in the cloud does by itself; says how
    /// many.
    pub fn sweep_pending(&self, now: SystemTime) -> Result<usize> {
        let days = u64::try_from(UNCONFIRMED_DAYS).unwrap_or_default();
        self.objects.sweep_pending(now - Duration::from_secs(days * 24 * 60 * 60))
    }

    /// Answers a browser.
    pub async fn answer(&self, request: Request<axum::body::Body>) -> Response<axum::body::Body> {
        let announced =
            request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if announced.is_some_and(|bytes: u64| bytes > ATTACHMENT_BYTES_MAX) {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        }
        let request = request.map(|body| s3s::Body::http_body_unsync(Limited::new(body, bytes_max())));
        match self.service.call(request).await {
            Ok(response) => response.map(axum::body::Body::new),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }

    /// Answers a handler, which runs in the same process.
    async fn answer_within(&self, request: Request<Bytes>) -> Result<Response<Bytes>, s3s::StdError> {
        let response = self.service.call(request.map(s3s::Body::from)).await?;
        let (parts, body) = response.into_parts();
        Ok(Response::from_parts(parts, body.collect().await?.to_bytes()))
    }
}

fn bytes_max() -> usize {
    usize::try_from(ATTACHMENT_BYTES_MAX).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
