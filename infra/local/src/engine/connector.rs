//! Lets the SDK talk to the engine within the process: its requests are mapped to the engine, without a socket.

use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Config, Credentials, Region, SharedHttpClient};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;

use super::{Delivery, Engine, PlainWire, Reply, Verdict, Wire};

const TARGET_PREFIX: &str = "DynamoDB_20120810.";
/// Nothing resolves this name (RFC 6761, 6.4): a request that leaves the process would fail at once.
const ENDPOINT: &str = "http://table.invalid";

/// Carries the SDK's requests to the engine, over a [`Wire`].
#[derive(Clone)]
pub struct EngineConnector {
    engine: Engine,
    wire: Arc<dyn Wire>,
}

/// A client whose every request the engine answers.
pub fn client(engine: &Engine) -> Client {
    Client::from_conf(config(EngineConnector::new(engine.clone())).build())
}

/// The settings of such a client, for tests that want to change them.
pub fn config(connector: EngineConnector) -> Builder {
    // The engine asks for no credentials, but the SDK signs every request.
    let credentials = Credentials::new("local", "local", None, None, "one machine");
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .endpoint_url(ENDPOINT)
        .credentials_provider(credentials)
        .http_client(connector.into_http_client())
}

impl EngineConnector {
    pub fn new(engine: Engine) -> Self {
        Self::over(engine, PlainWire)
    }

    /// With everything that `wire` does to requests and replies.
    pub fn over(engine: Engine, wire: impl Wire) -> Self {
        Self { engine, wire: Arc::new(wire) }
    }

    fn into_http_client(self) -> SharedHttpClient {
        let connector = SharedHttpConnector::new(self);
        http_client_fn(move |_, _| connector.clone())
    }

    async fn carry(self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.strip_prefix(TARGET_PREFIX).unwrap_or(target).to_owned();
        let body = request.body().bytes().map(Bytes::copy_from_slice).unwrap_or_default();
        match self.wire.before(&operation, &body) {
            Verdict::Pass => {}
            Verdict::PassAfter(meanwhile) => meanwhile.await,
            Verdict::Answer(reply) => return response(reply),
            Verdict::Lose => return Err(broken_connection("the request was lost")),
        }
        let reply = self.answer(operation.clone(), body.clone()).await?;
        match self.wire.after(&operation, &body, reply) {
            Delivery::Deliver(reply) => response(reply),
            Delivery::Lose => Err(broken_connection("the reply was lost")),
        }
    }

    /// Waits for the engine on a thread that may wait. Calling it in place is as quick for one caller, but with 16 at
    /// once the waiting for the disk holds up everything else in the process for up to a second.
    async fn answer(&self, operation: String, body: Bytes) -> Result<Reply, ConnectorError> {
        let engine = self.engine.clone();
        let answer = tokio::task::spawn_blocking(move || engine.answer(&operation, &body));
        answer.await.map_err(|error| ConnectorError::other(error.into(), None))
    }
}

impl HttpConnector for EngineConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().carry(request))
    }
}

impl fmt::Debug for EngineConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineConnector").field("wire", &self.wire).finish_non_exhaustive()
    }
}

fn response(reply: Reply) -> Result<HttpResponse, ConnectorError> {
    let mut response = HttpResponse::new(reply.status.into(), SdkBody::from(reply.body));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}

fn broken_connection(what: &'static str) -> ConnectorError {
    ConnectorError::io(what.into())
}
