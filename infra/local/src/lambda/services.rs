//! The services of AWS that functions call over sockets: the table, and the opening of the master key.

use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use functions::runtime::aws::kms::SEALED_FOR;
use http::StatusCode;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::engine::Engine;

/// What functions find in place of the encrypted master key. The key itself stays in this process, as it stays in KMS.
pub const ENCRYPTED: &[u8] = b"the master key of this machine, encrypted";
const REQUEST_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Serves both on a free port of this machine; gives the address.
///
/// # Errors
/// If there is no free port.
pub async fn serve(engine: Engine, master_key: [u8; 32]) -> Result<String> {
    let router = Router::new().fallback(answer).with_state(Arc::new((engine, master_key)));
    serve_router(router).await
}

/// Serves any router on a free port of this machine; gives the address.
///
/// # Errors
/// If there is no free port.
pub async fn serve_router(router: Router) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.context("no free port for the services")?;
    let address = listener.local_addr().context("a listener has an address")?;
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            eprintln!("the services have stopped: {error}");
        }
    });
    Ok(format!("http://{address}"))
}

async fn answer(State(services): State<Arc<(Engine, [u8; 32])>>, request: Request) -> Response {
    let target = request.headers().get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (service, operation) = target.split_once('.').unwrap_or_default();
    let (service, operation) = (service.to_owned(), operation.to_owned());
    let Ok(body) = to_bytes(request.into_body(), REQUEST_BYTES_MAX).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    if service == "TrentService" {
        let (status, body) = kms(&operation, &body, &services.1);
        return (status, [("content-type", "application/x-amz-json-1.1")], body.to_string()).into_response();
    }
    let answered = tokio::task::spawn_blocking(move || services.0.answer(&operation, &body)).await;
    answered.map_or(StatusCode::INTERNAL_SERVER_ERROR.into_response(), |reply| {
        (reply.status, [("content-type", "application/x-amz-json-1.0")], Body::from(reply.body)).into_response()
    })
}

fn kms(operation: &str, body: &[u8], master_key: &[u8; 32]) -> (StatusCode, Value) {
    let asked: Value = serde_json::from_slice(body).unwrap_or_default();
    let is_ours = asked["CiphertextBlob"] == BASE64.encode(ENCRYPTED)
        && asked["EncryptionContext"] == json!({ SEALED_FOR.0: SEALED_FOR.1 });
    if operation == "Decrypt" && is_ours {
        return (StatusCode::OK, json!({ "KeyId": "local", "Plaintext": BASE64.encode(master_key) }));
    }
    (StatusCode::BAD_REQUEST, json!({ "__type": "InvalidCiphertextException" }))
}
