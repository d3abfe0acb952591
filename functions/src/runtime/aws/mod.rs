//! The way from a Lambda function to AWS: one pool of connections, made when the first call needs it.
//!
//! Loading certificates and setting TLS up costs more than everything else at a cold start, and who is refused at the
//! door needs none of it.

pub mod kms;

use std::fmt;
use std::sync::{Arc, OnceLock};

use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use std::time::Duration;

use crate::runtime::settings::TlsRoots;

/// Amazon Trust Services' roots, as <https://www.amazontrust.com/repository/> lists them: Amazon Root CA 1 to 4 and
/// Starfield Services Root CA G2.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon_roots.pem");
/// How long one attempt waits for a connection, and for the first byte of its answer. Calls that hang are tried again
/// by the SDK while the request still has time.
const CONNECT_SECONDS: u64 = 2;
const READ_SECONDS: u64 = 5;

/// The one pool of connections of a process.
#[derive(Clone)]
pub struct Connections(Arc<Pool>);

struct Pool {
    roots: TlsRoots,
    connector: OnceLock<SharedHttpConnector>,
}

impl Connections {
    pub fn new(roots: TlsRoots) -> Self {
        Self(Arc::new(Pool { roots, connector: OnceLock::new() }))
    }

    fn connector(&self) -> SharedHttpConnector {
        self.0.connector.get_or_init(|| SharedHttpConnector::new(connect(&self.0.roots))).clone()
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connections")
    }
}

impl HttpClient for Connections {
    /// The SDK asks for it with every call; a connector that is not made yet stands in for the one that is.
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Connections {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.connector().call(request)
    }
}

fn connect(roots: &TlsRoots) -> Connector {
    let trusted = match roots {
        TlsRoots::Amazon => TrustStore::empty().with_pem_certificate(AMAZON_ROOTS),
        TlsRoots::System => TrustStore::default(),
        // A file that is not there or holds none leaves nobody to be trusted: every connection says so.
        TlsRoots::File(path) => TrustStore::empty().with_pem_certificate(std::fs::read(path).unwrap_or_default()),
    };
    let context: Result<TlsContext, _> = tls::TlsContext::builder().with_trust_store(trusted).build();
    Connector::builder()
        .connector_settings(
            HttpConnectorSettings::builder()
                .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
                .read_timeout(Duration::from_secs(READ_SECONDS))
                .build(),
        )
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(context.expect("nothing in it can fail"))
        .build()
}
