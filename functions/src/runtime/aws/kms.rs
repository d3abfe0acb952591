//! One call of KMS: it opens the master key, which the environment holds encrypted. Signed and sent by hand, because a
//! whole client for one operation would be a fifth of the executable.

use std::time::SystemTime;

use aws_sdk_dynamodb::config::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use data_encoding::BASE64;
use http_body_util::BodyExt;
use serde::Deserialize;

use super::Connections;
use crate::runtime::settings::Surroundings;

/// The context that the master key was encrypted in; the functions' policies let them open nothing else. `cargo xtask
/// deploy` digests it so.
pub const SEALED_FOR: (&str, &str) = ("xueshi", "master-key");

/// The encrypted master key, with all that it takes to open it.
#[derive(Debug)]
pub struct EncryptedKey {
    around: Surroundings,
    connections: Connections,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Opened {
    plaintext: String,
}

impl EncryptedKey {
    pub fn new(around: Surroundings, connections: Connections) -> Self {
        Self { around, connections }
    }

    /// # Errors
    /// Says in words for the log why the key does not open.
    pub async fn open(&self) -> Result<[u8; 32], String> {
        let request = self.signed_request().map_err(|error| format!("the call of KMS cannot be made: {error}"))?;
        let response =
            self.connections.call(request).await.map_err(|error| format!("KMS does not answer: {error:?}"))?;
        let status = response.status().as_u16();
        let body = response.try_into_http1x().map_err(|error| format!("KMS answers oddly: {error}"))?.into_body();
        let body = body.collect().await.map_err(|error| format!("KMS broke off: {error}"))?.to_bytes();
        if status != 200 {
            // Errors of KMS name keys and roles, nothing secret.
            return Err(format!("KMS refuses with {status}: {}", String::from_utf8_lossy(&body)));
        }
        let opened: Opened = serde_json::from_slice(&body).map_err(|error| format!("KMS answers oddly: {error}"))?;
        let key = BASE64.decode(opened.plaintext.as_bytes()).map_err(|error| format!("KMS answers oddly: {error}"))?;
        key.try_into().map_err(|_| "the encrypted master key does not hold 32 bytes".to_owned())
    }

    fn signed_request(&self) -> Result<HttpRequest, Box<dyn std::error::Error + Send + Sync>> {
        let around = &self.around;
        let url = around.kms_url.clone().unwrap_or_else(|| endpoint(&around.region));
        let body = serde_json::json!({
            "CiphertextBlob": BASE64.encode(&around.encrypted_master_key),
            "EncryptionContext": { SEALED_FOR.0: SEALED_FOR.1 },
        })
        .to_string();
        let mut request = http::Request::post(&url)
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", "TrentService.Decrypt")
            .body(SdkBody::from(body.clone()))?;
        let key = &around.access_key;
        let identity = Credentials::new(&key.id, &key.secret, key.session.clone(), None, "environment").into();
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(&around.region)
            .name("kms")
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()?
            .into();
        let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()));
        let signable = SignableRequest::new("POST", &url, headers, SignableBody::Bytes(body.as_bytes()))?;
        let (instructions, _) = sign(signable, &parameters)?.into_parts();
        instructions.apply_to_request_http1x(&mut request);
        Ok(HttpRequest::try_from(request)?)
    }
}

/// Where KMS answers in a region: in China's partition under another domain.
fn endpoint(region: &str) -> String {
    let domain = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    format!("https://kms.{region}.{domain}/")
}

#[cfg(test)]
mod tests {
    use super::endpoint;

    #[test]
    fn each_partition_has_its_domain() {
        assert_eq!(endpoint("eu-central-1"), "https://kms.eu-central-1.amazonaws.com/");
        assert_eq!(endpoint("cn-northwest-1"), "https://kms.cn-northwest-1.amazonaws.com.cn/");
    }
}
