//! Lambda on one machine: for each endpoint its own process of the release `bootstrap`, fed with API Gateway events
//! over the Lambda runtime API (version 2018-06-01).

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Path as UrlPath, State};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use domain::contract::ENDPOINTS;
use http::{Request, Response, StatusCode, header};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, mpsc, oneshot};

/// What every function finds in its environment besides its handler.
pub struct Surroundings {
    pub dynamodb: String,
    pub s3: String,
    pub table: String,
    pub bucket: String,
    pub origin: String,
    pub master_key: String,
    pub access_key: (String, String),
}

/// One function per endpoint, each started when it is first called.
pub struct Fleet {
    bootstrap: PathBuf,
    surroundings: Surroundings,
    functions: Mutex<HashMap<&'static str, Arc<Function>>>,
    sent: AtomicU64,
}

/// A running process and the way to give it events.
pub struct Function {
    events: mpsc::UnboundedSender<Invocation>,
    /// Ends with the function.
    _process: Child,
}

struct Invocation {
    event: Value,
    answer: oneshot::Sender<Result<Value, Value>>,
}

type Waiting = Arc<Mutex<HashMap<String, oneshot::Sender<Result<Value, Value>>>>>;

#[derive(Clone)]
struct Runtime {
    events: Arc<Mutex<mpsc::UnboundedReceiver<Invocation>>>,
    waiting: Waiting,
    count: Arc<AtomicU64>,
}

impl Fleet {
    pub fn new(bootstrap: &Path, surroundings: Surroundings) -> Self {
        let bootstrap = bootstrap.to_owned();
        Self { bootstrap, surroundings, functions: Mutex::default(), sent: AtomicU64::new(0) }
    }

    /// Sends a browser's request the way API Gateway does: to the function of its route.
    pub async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        let row = ENDPOINTS
            .iter()
            .find(|row| row.path == request.uri().path() && row.method.name() == request.method().as_str())
            .expect("a route of the table");
        let function = {
            let mut functions = self.functions.lock().await;
            match functions.get(row.id) {
                Some(function) => Arc::clone(function),
                None => {
                    let function = Arc::new(self.start(row.id).await);
                    functions.insert(row.id, Arc::clone(&function));
                    function
                }
            }
        };
        // API Gateway may hand a body over in base 64; half of ours come that way.
        let in_base64 = self.sent.fetch_add(1, Ordering::SeqCst) % 2 == 1;
        let answer = function.invoke(event(&request, in_base64)).await;
        response(answer.unwrap_or_else(|error| panic!("{} failed: {error}", row.id)))
    }

    async fn start(&self, endpoint: &str) -> Function {
        let around = &self.surroundings;
        Function::start(&self.bootstrap, |command| {
            command
                .env("_HANDLER", endpoint)
                .env("XUESHI_TABLE", &around.table)
                .env("XUESHI_ATTACHMENTS", &around.bucket)
                .env("XUESHI_ORIGIN", &around.origin)
                .env("XUESHI_MASTER_KEY", &around.master_key)
                .env("AWS_ENDPOINT_URL_DYNAMODB", &around.dynamodb)
                .env("AWS_ENDPOINT_URL_S3", &around.s3)
                .env("AWS_ACCESS_KEY_ID", &around.access_key.0)
                .env("AWS_SECRET_ACCESS_KEY", &around.access_key.1);
        })
        .await
    }
}

impl Function {
    /// Starts an executable that speaks the runtime API, with an environment of its own.
    pub async fn start(executable: &Path, environment: impl FnOnce(&mut Command)) -> Self {
        let (events, receiver) = mpsc::unbounded_channel();
        let runtime =
            Runtime { events: Arc::new(Mutex::new(receiver)), waiting: Waiting::default(), count: Arc::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let api = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(responded))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(failed))
            .with_state(runtime);
        tokio::spawn(async move { axum::serve(listener, api).await.expect("the runtime API serves") });
        let mut command = Command::new(executable);
        command
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "function")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH", "true")
            .env("AWS_REGION", "local")
            .stdout(Stdio::null())
            .kill_on_drop(true);
        environment(&mut command);
        let process = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", executable.display()));
        Self { events, _process: process }
    }

    /// Hands one event over and waits for what the function makes of it.
    pub async fn invoke(&self, event: Value) -> Result<Value, Value> {
        let (answer, answered) = oneshot::channel();
        self.events.send(Invocation { event, answer }).expect("the runtime API is there");
        answered.await.expect("the function answers")
    }
}

/// Every setting that a function asks for, where it will have nothing to connect to.
pub fn unconnected(command: &mut Command, endpoint: &str) {
    command
        .env("_HANDLER", endpoint)
        .env("XUESHI_TABLE", "xueshi")
        .env("XUESHI_ATTACHMENTS", "attachments")
        .env("XUESHI_ORIGIN", "http://xueshi.test")
        .env("XUESHI_MASTER_KEY", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=")
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test-secret");
}

async fn next(State(runtime): State<Runtime>) -> impl IntoResponse + use<> {
    let invocation = runtime.events.lock().await.recv().await;
    let Some(Invocation { event, answer }) = invocation else {
        // The test is over; the function waits until it is ended.
        return std::future::pending().await;
    };
    let id = format!("invocation-{}", runtime.count.fetch_add(1, Ordering::SeqCst));
    runtime.waiting.lock().await.insert(id.clone(), answer);
    let headers = [
        ("lambda-runtime-aws-request-id", id),
        ("lambda-runtime-deadline-ms", "9999999999999".to_owned()),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:local:000000000000:function:function".to_owned()),
    ];
    (headers, Json(event))
}

async fn responded(State(runtime): State<Runtime>, UrlPath(id): UrlPath<String>, body: Bytes) -> StatusCode {
    finish(&runtime, &id, Ok(&body)).await
}

async fn failed(State(runtime): State<Runtime>, UrlPath(id): UrlPath<String>, body: Bytes) -> StatusCode {
    finish(&runtime, &id, Err(&body)).await
}

async fn finish(runtime: &Runtime, id: &str, body: Result<&Bytes, &Bytes>) -> StatusCode {
    let read = |bytes: &Bytes| serde_json::from_slice(bytes).unwrap_or(Value::Null);
    if let Some(answer) = runtime.waiting.lock().await.remove(id) {
        // Whoever asked may have given up.
        let _ = answer.send(body.map(read).map_err(read));
    }
    StatusCode::ACCEPTED
}

/// An event of API Gateway's HTTP API, payload format 2.0.
pub fn event(request: &Request<Bytes>, in_base64: bool) -> Value {
    let (path, method) = (request.uri().path(), request.method().as_str());
    let mut headers = serde_json::Map::new();
    let mut cookies = Vec::new();
    for (name, value) in request.headers() {
        let value = value.to_str().expect("headers are ASCII");
        if name == header::COOKIE {
            cookies.extend(value.split("; ").map(str::to_owned));
        } else {
            headers.insert(name.as_str().to_owned(), value.into());
        }
    }
    headers.insert("host".to_owned(), "xueshi.test".into());
    let body = if in_base64 {
        base64(request.body())
    } else {
        String::from_utf8(request.body().to_vec()).expect("bodies are JSON")
    };
    json!({
        "version": "2.0",
        "routeKey": format!("{method} {path}"),
        "rawPath": path,
        "rawQueryString": request.uri().query().unwrap_or_default(),
        "cookies": cookies,
        "headers": headers,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "api",
            "domainName": "xueshi.test",
            "domainPrefix": "xueshi",
            "http": {
                "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "test",
            },
            "requestId": "request",
            "routeKey": format!("{method} {path}"),
            "stage": "$default",
            "time": "20/Nov/2026:02:00:00 +0000",
            "timeEpoch": 1_795_140_000_000_u64,
        },
        "body": body,
        "isBase64Encoded": in_base64,
    })
}

fn response(answer: Value) -> Response<Bytes> {
    let status = answer["statusCode"].as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
    let mut response = Response::builder().status(status);
    let single = answer["headers"].as_object().into_iter().flatten();
    for (name, value) in single {
        response = response.header(name, value.as_str().unwrap_or_default());
    }
    for (name, values) in answer["multiValueHeaders"].as_object().into_iter().flatten() {
        for value in values.as_array().into_iter().flatten() {
            if !answer["headers"].as_object().is_some_and(|single| single.contains_key(name)) {
                response = response.header(name, value.as_str().unwrap_or_default());
            }
        }
    }
    for cookie in answer["cookies"].as_array().into_iter().flatten() {
        response = response.header(header::SET_COOKIE, cookie.as_str().unwrap_or_default());
    }
    let body = answer["body"].as_str().unwrap_or_default().to_owned();
    response.body(Bytes::from(body)).expect("an answer of known parts")
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
