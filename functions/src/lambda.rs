//! One room behind the Lambda runtime: which one, with which clients, and one log line per request.

use aws_sdk_dynamodb::config::{BehaviorVersion, Region};
use aws_sdk_s3::config::{RequestChecksumCalculation, ResponseChecksumValidation};
use bytes::Bytes;
use domain::contract::{ENDPOINTS, Row};
use lambda_http::{Body, Error, Request, Response, service_fn};

use crate::clock::Clock;
use crate::house::House;
use crate::http::Answer;
use crate::settings::{Settings, required};
use crate::vault::Vault;

/// Serves the endpoint named by `_HANDLER` until Lambda ends the process.
///
/// # Errors
/// If the endpoint or a setting is missing, with its name.
pub async fn serve() -> Result<(), Error> {
    let handler = required("_HANDLER")?;
    let row = ENDPOINTS
        .iter()
        .find(|row| row.id == handler)
        .ok_or_else(|| format!("_HANDLER: there is no endpoint {handler}"))?;
    let house = house()?;
    let house = &house;
    lambda_http::run(service_fn(move |request| answer(house, row, request))).await
}

async fn answer(house: &House, row: &'static Row, request: Request) -> Result<Response<Body>, Error> {
    let (parts, body) = request.into_parts();
    let body = match body {
        Body::Text(text) => Bytes::from(text),
        Body::Binary(bytes) => Bytes::from(bytes),
        _ => Bytes::new(),
    };
    let started = std::time::Instant::now();
    let answer = crate::http::answer_row(house, Some(row), http::Request::from_parts(parts, body)).await;
    println!("{}", log_line(&answer, started.elapsed()));
    let (parts, body) = answer.response.into_parts();
    let text = String::from_utf8(body.to_vec())?;
    Ok(Response::from_parts(parts, Body::Text(text)))
}

/// One JSON line: what was asked, what came of it, what it cost. Never who asked, never what for.
pub fn log_line(answer: &Answer, elapsed: std::time::Duration) -> String {
    serde_json::json!({
        "endpoint": answer.endpoint,
        "status": answer.response.status().as_u16(),
        "milliseconds": (elapsed.as_micros() / 10) as f64 / 100.0,
        "calls": answer.usage.calls,
        "read_units": answer.usage.read_units(),
        "write_units": answer.usage.write_units(),
        "items_read": answer.usage.items_read,
        "request_id": answer.request_id,
        "cause": answer.cause,
    })
    .to_string()
}

/// Everything the rooms need, nothing of it connected yet.
fn house() -> Result<House, Error> {
    let region = Region::new(required("AWS_REGION")?);
    let credentials = aws_sdk_dynamodb::config::Credentials::new(
        required("AWS_ACCESS_KEY_ID")?,
        required("AWS_SECRET_ACCESS_KEY")?,
        std::env::var("AWS_SESSION_TOKEN").ok(),
        None,
        "environment",
    );
    let http_client = aws_smithy_http_client::Builder::new()
        .tls_provider(aws_smithy_http_client::tls::Provider::Rustls(
            aws_smithy_http_client::tls::rustls_provider::CryptoMode::Ring,
        ))
        .build_https();
    let mut dynamodb = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(region.clone())
        .credentials_provider(credentials.clone())
        .http_client(http_client.clone());
    dynamodb.set_endpoint_url(std::env::var("AWS_ENDPOINT_URL_DYNAMODB").ok());
    let mut s3 = aws_sdk_s3::Config::builder()
        .behavior_version(aws_sdk_s3::config::BehaviorVersion::latest())
        .region(aws_sdk_s3::config::Region::new(region.to_string()))
        .credentials_provider(credentials)
        // A presigned upload is bound to the checksum that its room names, not to one of the empty body.
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .http_client(http_client);
    s3.set_endpoint_url(std::env::var("AWS_ENDPOINT_URL_S3").ok());
    s3.set_force_path_style(std::env::var("AWS_ENDPOINT_URL_S3").ok().map(|_| true));
    Ok(House::new(
        aws_sdk_dynamodb::Client::from_conf(dynamodb.build()),
        aws_sdk_s3::Client::from_conf(s3.build()),
        Vault::new(master_key()?),
        Clock::System,
        Settings::from_environment()?,
    ))
}

fn master_key() -> Result<[u8; 32], Error> {
    use base64::Engine as _;
    let text = required("XUESHI_MASTER_KEY")?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text.trim()).unwrap_or_default();
    bytes.try_into().map_err(|_| "XUESHI_MASTER_KEY: must be 32 bytes in base 64".into())
}
