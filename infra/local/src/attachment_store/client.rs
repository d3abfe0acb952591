//! The handlers' client of the store: it signs addresses for browsers, and its own requests stay within the process.

use std::fmt;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{
    BehaviorVersion, Config, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::{HeaderValue, header};
use http_body_util::BodyExt;

use super::AttachmentStore;

/// A client whose presigned addresses begin with `origin`, where browsers find the store.
pub fn client(store: &AttachmentStore, origin: &str) -> Client {
    let key = &store.access_key;
    let connector = SharedHttpConnector::new(StoreConnector(store.clone()));
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .endpoint_url(origin)
        .force_path_style(true)
        .credentials_provider(Credentials::new(&key.id, &key.secret, None, None, "one machine"))
        // A presigned upload is bound to the checksum that its handler names, not to one of the empty body.
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .build();
    Client::from_conf(config)
}

#[derive(Clone)]
struct StoreConnector(AttachmentStore);

impl fmt::Debug for StoreConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreConnector")
    }
}

impl HttpConnector for StoreConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let store = self.0.clone();
        HttpConnectorFuture::new(async move {
            carry(&store, request).await.map_err(|error| ConnectorError::other(error, None))
        })
    }
}

async fn carry(store: &AttachmentStore, request: HttpRequest) -> Result<HttpResponse, s3s::StdError> {
    let (mut parts, body) = request.try_into_http1x()?.into_parts();
    // Over a socket the HTTP library adds the host that the request was signed for.
    if let Some(authority) = parts.uri.authority() {
        parts.headers.insert(header::HOST, HeaderValue::try_from(authority.as_str())?);
    }
    let body: Bytes = body.collect().await?.to_bytes();
    let response = store.answer_within(http::Request::from_parts(parts, body)).await?;
    Ok(HttpResponse::try_from(response.map(SdkBody::from))?)
}
