//! One handler behind the Lambda runtime: which one, with which clients, and one log line per request.
//!
//! Whatever happens to a request, its browser gets an answer of ours: a handler that panics, one that runs out of time, and
//! an answer that Lambda would not carry all become a [`Error`]. What Lambda or API Gateway would say in their place
//! has no code that a screen could tell.

use std::panic;
use std::time::{Duration, Instant, SystemTime};

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_s3::config::{RequestChecksumCalculation, ResponseChecksumValidation};
use bytes::Bytes;
use domain::contract::{Command, Row};
use domain::operator::OperatorForm;
use lambda_http::{Body, LambdaEvent, Request, RequestExt, Response, lambda_runtime, service_fn};
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::clock::Clock;
use crate::crypto::vault::Vault;
use crate::error::Error;
use crate::http::{Answer, EDGE_KEY_HEADER};
use crate::runtime::aws::Connections;
use crate::runtime::aws::kms::EncryptedKey;
use crate::runtime::settings::{Handler, Surroundings};

/// Lambda carries answers of 6 MiB with everything around them; the body is a JSON string in there, so that each
/// quotation mark and line break counts twice ([`carried_bytes`]).
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const CARRIED_BYTES_MAX: usize = 6 * 1024 * 1024 - 64 * 1024;
/// What is left of an invocation's time when a handler is given up, to answer before Lambda ends the process.
const FAREWELL: Duration = Duration::from_millis(300);

/// Serves the endpoint named by `_HANDLER` until Lambda ends the process.
///
/// # Errors
/// If the endpoint or a setting is missing, with its name.
pub async fn serve() -> Result<(), lambda_http::Error> {
    let around = Surroundings::from_environment()?;
    let handler = around.handler;
    panic::set_hook(Box::new(|info| {
        // Where, and not what: a panic's message may quote what a person typed.
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        println!("{}", serde_json::json!({ "panic": place }));
    }));
    let edge_key: Option<&'static str> = around.edge_key.clone().map(|key| &*key.leak());
    // It lives as long as the process; tasks of requests refer to it.
    let app: &'static App = Box::leak(Box::new(app(around)));
    match handler {
        Handler::Endpoint(row) => {
            lambda_http::run(service_fn(move |request| answer(app, row, edge_key, request))).await
        }
        Handler::Command(command) => lambda_runtime::run(service_fn(move |event| carry_out(app, command, event))).await,
    }
}

/// Carries out what a command asks for: `{"done": text}`, or `{"refused": text}`. The log says that it was asked for, and
/// nothing of what was answered.
async fn carry_out(
    app: &'static App,
    command: &'static Command,
    event: LambdaEvent<OperatorForm>,
) -> Result<serde_json::Value, lambda_http::Error> {
    let outcome = crate::use_cases::create_operator::create_operator(app, &event.payload).await;
    println!("{}", serde_json::json!({ "command": command.id, "done": outcome.is_ok() }));
    Ok(match outcome {
        Ok(text) => serde_json::json!({ "done": text }),
        Err(text) => serde_json::json!({ "refused": text }),
    })
}

async fn answer(
    app: &'static App,
    row: &'static Row,
    edge_key: Option<&'static str>,
    request: Request,
) -> Result<Response<Body>, lambda_http::Error> {
    let started = Instant::now();
    let time = request.lambda_context_ref().map_or(Duration::MAX, |context| left(context.deadline, SystemTime::now()));
    let (parts, body) = request.into_parts();
    let body = match body {
        Body::Text(text) => Bytes::from(text),
        Body::Binary(bytes) => Bytes::from(bytes),
        _ => Bytes::new(),
    };
    let answer = if came_through_the_edge(edge_key, &parts.headers) {
        let work = crate::http::answer_row(app, Some(row), http::Request::from_parts(parts, body));
        carried(guarded(row, work, time).await)
    } else {
        Answer::failed(row, &Error::NotFound)
    };
    println!("{}", log_line(&answer, started.elapsed()));
    let (parts, body) = answer.response.into_parts();
    let text = String::from_utf8(body.to_vec())?;
    Ok(Response::from_parts(parts, Body::Text(text)))
}

/// Whether a request shows the key that CloudFront adds. The time that comparing takes tells nothing of the key.
fn came_through_the_edge(edge_key: Option<&str>, headers: &http::HeaderMap) -> bool {
    edge_key.is_none_or(|key| {
        headers.get(EDGE_KEY_HEADER).is_some_and(|shown| shown.as_bytes().ct_eq(key.as_bytes()).into())
    })
}

/// Runs a handler to its end, or to the end of its time. A panic of it stays its own.
async fn guarded(row: &'static Row, work: impl Future<Output = Answer> + Send + 'static, time: Duration) -> Answer {
    let mut task = tokio::spawn(work);
    // Without a deadline (no Lambda around) there is nothing to wait for but the handler.
    let time = time.min(Duration::from_secs(15 * 60));
    match tokio::time::timeout(time, &mut task).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Answer::failed(row, &Error::internal("the handler panicked")),
        Err(_) => {
            task.abort();
            Answer::failed(row, &Error::TimedOut)
        }
    }
}

/// An answer that Lambda will carry: too large a one becomes a failure.
fn carried(answer: Answer) -> Answer {
    let bytes = carried_bytes(answer.response.body());
    if bytes <= CARRIED_BYTES_MAX {
        return answer;
    }
    let failure = Error::internal(format!("the answer takes {bytes} bytes, Lambda carries {CARRIED_BYTES_MAX}"));
    let mut response = crate::http::response::of_error(&failure, &answer.request_id);
    response.headers_mut().insert(http::header::CACHE_CONTROL, crate::http::NO_STORE);
    Answer { response, cause: failure.cause(), ..answer }
}

/// The bytes of a text as a JSON string.
fn carried_bytes(text: &[u8]) -> usize {
    text.iter()
        .map(|byte| match byte {
            b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0c => 2,
            0..0x20 => 6,
            _ => 1,
        })
        .sum()
}

/// How long a handler may take, by the deadline of its invocation in milliseconds since 1970.
fn left(deadline_milliseconds: u64, now: SystemTime) -> Duration {
    let deadline = SystemTime::UNIX_EPOCH + Duration::from_millis(deadline_milliseconds);
    deadline.duration_since(now).unwrap_or_default().saturating_sub(FAREWELL)
}

/// One JSON line: what was asked, what came of it, what it cost. Never who asked, never what for.
pub fn log_line(answer: &Answer, elapsed: Duration) -> String {
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

/// Everything the handlers need, nothing of it connected yet.
fn app(around: Surroundings) -> App {
    let region = Region::new(around.region.clone());
    let key = around.access_key.clone();
    let credentials = Credentials::new(key.id, key.secret, key.session, None, "environment");
    let connections = Connections::new(around.tls_roots.clone());
    let mut dynamodb = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(region.clone())
        .credentials_provider(credentials.clone())
        .http_client(connections.clone());
    dynamodb.set_endpoint_url(around.dynamodb_url.clone());
    let mut s3 = aws_sdk_s3::Config::builder()
        .behavior_version(aws_sdk_s3::config::BehaviorVersion::latest())
        .region(region)
        .credentials_provider(credentials)
        // A presigned upload is bound to the checksum that its handler names, not to one of the empty body.
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .http_client(connections.clone());
    s3.set_force_path_style(around.s3_url.as_ref().map(|_| true));
    s3.set_endpoint_url(around.s3_url.clone());
    let settings = around.settings.clone();
    App::new(
        aws_sdk_dynamodb::Client::from_conf(dynamodb.build()),
        aws_sdk_s3::Client::from_conf(s3.build()),
        Vault::locked(EncryptedKey::new(around, connections)),
        Clock::System,
        settings,
    )
}

#[cfg(test)]
mod tests {
    use domain::contract::ENDPOINTS;

    use super::*;

    fn read(answer: &Answer) -> (u16, serde_json::Value) {
        let body = serde_json::from_slice(answer.response.body()).expect("an error body");
        (answer.response.status().as_u16(), body)
    }

    fn answered(body: String) -> Answer {
        let mut answer = Answer::failed(&ENDPOINTS[0], &Error::NotFound);
        answer.response = Response::new(Bytes::from(body));
        answer
    }

    #[tokio::test]
    async fn a_panic_becomes_an_answer() {
        let answer = guarded(&ENDPOINTS[0], async { panic!("a mistake of ours") }, Duration::MAX).await;
        let (status, body) = read(&answer);
        assert_eq!((status, body["code"].as_str()), (500, Some("internal")));
        assert!(!body.to_string().contains("mistake of ours"));
    }

    #[tokio::test]
    async fn a_handler_that_takes_too_long_becomes_an_answer() {
        let answer = guarded(&ENDPOINTS[0], std::future::pending(), Duration::ZERO).await;
        let (status, body) = read(&answer);
        assert_eq!((status, body["code"].as_str()), (504, Some("timed_out")));
    }

    #[test]
    fn an_answer_that_lambda_would_not_carry_becomes_a_failure_with_the_same_request_id() {
        assert_eq!(carried(answered("x".repeat(CARRIED_BYTES_MAX))).response.status().as_u16(), 200);
        let large = answered("\"".repeat(CARRIED_BYTES_MAX / 2 + 1));
        let id = large.request_id.clone();
        let failed = carried(large);
        assert_eq!(failed.response.headers()["cache-control"], "no-store");
        let (status, body) = read(&failed);
        assert_eq!((status, body["request_id"].as_str()), (500, Some(id.as_str())));
    }

    #[test]
    fn text_is_as_long_as_json_spells_it() {
        let text = "\u{1}\u{8}\t\n\r\u{c}\" \\ 学时 /";
        assert_eq!(carried_bytes(text.as_bytes()), serde_json::to_string(text).expect("JSON").len() - 2);
    }

    #[test]
    fn a_line_of_the_log_stays_one_line() {
        let cause = "a line\r\n\"and\": another\u{2028}}";
        let answer = Answer { cause: Some(cause.to_owned()), ..Answer::failed(&ENDPOINTS[0], &Error::NotFound) };
        let line = log_line(&answer, Duration::from_millis(1));
        assert!(!line.contains(['\r', '\n']), "{line}");
        let read: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(read["cause"], cause);
    }

    #[test]
    fn what_comes_past_the_edge_is_told_apart() {
        let shown = |key: &str| {
            http::HeaderMap::from_iter([(
                http::HeaderName::from_static(EDGE_KEY_HEADER),
                http::HeaderValue::from_str(key).expect("a key"),
            )])
        };
        let nothing = http::HeaderMap::new();
        assert!(came_through_the_edge(None, &nothing), "there is no edge");
        assert!(came_through_the_edge(Some("the key"), &shown("the key")));
        assert!(!came_through_the_edge(Some("the key"), &nothing));
        assert!(!came_through_the_edge(Some("the key"), &shown("the kez")));
    }

    #[test]
    fn the_farewell_is_kept_back() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(100);
        assert_eq!(left(103_000, now), Duration::from_secs(3) - FAREWELL);
        assert_eq!(left(100_100, now), Duration::ZERO);
        assert_eq!(left(0, now), Duration::ZERO);
    }
}
