//! Lambda on one machine: for each endpoint its own process of the release `bootstrap`, fed with API Gateway's events
//! over the Lambda runtime API (version 2018-06-01).

mod event;
pub mod services;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, anyhow};
use axum::extract::{Path as UrlPath, State};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use domain::contract::ENDPOINTS;
use http::{Request, Response, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, mpsc, oneshot};

pub use event::{event, response};

/// What every function finds in its environment besides its handler.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Where [`services::serve`] answers.
    pub services: String,
    pub s3: String,
    pub table: String,
    pub bucket: String,
    pub origin: String,
    pub access_key: (String, String),
}

impl Surroundings {
    /// Hands everything to a function of one endpoint.
    pub fn set(&self, command: &mut Command, endpoint: &str) {
        command
            .env("_HANDLER", endpoint)
            .env("XUESHI_TABLE", &self.table)
            .env("XUESHI_ATTACHMENTS", &self.bucket)
            .env("XUESHI_ORIGIN", &self.origin)
            .env("XUESHI_ENCRYPTED_MASTER_KEY", BASE64.encode(services::ENCRYPTED))
            .env("AWS_ENDPOINT_URL_DYNAMODB", &self.services)
            .env("AWS_ENDPOINT_URL_KMS", &self.services)
            .env("AWS_ENDPOINT_URL_S3", &self.s3)
            .env("AWS_ACCESS_KEY_ID", &self.access_key.0)
            .env("AWS_SECRET_ACCESS_KEY", &self.access_key.1);
    }
}

/// One function per endpoint, each started when it is first called. A function answers one request at a time, as Lambda
/// has it; the next one waits.
pub struct Fleet {
    bootstrap: PathBuf,
    surroundings: Surroundings,
    functions: Mutex<HashMap<&'static str, Arc<Function>>>,
    sent: AtomicU64,
}

/// A running process and the way to give it events.
pub struct Function {
    events: mpsc::UnboundedSender<Invocation>,
    time: Duration,
    /// Ends with the function.
    process: Child,
}

struct Invocation {
    event: Value,
    deadline: SystemTime,
    answer: oneshot::Sender<Result<Value, Value>>,
}

type Waiting = Arc<Mutex<HashMap<String, oneshot::Sender<Result<Value, Value>>>>>;

#[derive(Clone)]
struct Runtime {
    events: Arc<Mutex<mpsc::UnboundedReceiver<Invocation>>>,
    waiting: Waiting,
    count: Arc<AtomicU64>,
}

/// How long an invocation may take: the longest that the endpoint table gives a function.
const INVOCATION_TIME: Duration = Duration::from_secs(29);

impl Fleet {
    pub fn new(bootstrap: &Path, surroundings: Surroundings) -> Self {
        let bootstrap = bootstrap.to_owned();
        Self { bootstrap, surroundings, functions: Mutex::default(), sent: AtomicU64::new(0) }
    }

    /// What its functions find around themselves.
    pub fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// Sends a browser's request the way API Gateway does: to the function of its route.
    ///
    /// # Errors
    /// If a function cannot be started, or reports an error in place of an answer.
    pub async fn answer(&self, request: Request<Bytes>) -> Result<Response<Bytes>> {
        let row = ENDPOINTS
            .iter()
            .find(|row| row.path == request.uri().path() && row.method.name() == request.method().as_str());
        let Some(row) = row else {
            // API Gateway's own answer where no route fits.
            let body = Bytes::from_static(br#"{"message":"Not Found"}"#);
            return Ok(Response::builder().status(StatusCode::NOT_FOUND).body(body)?);
        };
        let function = {
            let mut functions = self.functions.lock().await;
            match functions.get(row.id) {
                Some(function) => Arc::clone(function),
                None => {
                    let function =
                        Function::start(&self.bootstrap, |command| self.surroundings.set(command, row.id)).await?;
                    let function = Arc::new(function);
                    functions.insert(row.id, Arc::clone(&function));
                    function
                }
            }
        };
        // API Gateway may hand a body over in base 64; half of ours come that way.
        let in_base64 = self.sent.fetch_add(1, Ordering::SeqCst) % 2 == 1;
        let answer = function.invoke(event(&request, in_base64)).await;
        let answer = answer.map_err(|error| anyhow!("{} failed: {error}", row.id))?;
        response(&answer).with_context(|| format!("{} gave no answer of HTTP: {answer}", row.id))
    }
}

impl Function {
    /// Starts an executable that speaks the runtime API, with an environment of its own.
    ///
    /// # Errors
    /// If it cannot be started.
    pub async fn start(executable: &Path, environment: impl FnOnce(&mut Command)) -> Result<Self> {
        let (events, receiver) = mpsc::unbounded_channel();
        let runtime =
            Runtime { events: Arc::new(Mutex::new(receiver)), waiting: Waiting::default(), count: Arc::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.context("no free port for the runtime API")?;
        let address = listener.local_addr().context("a listener has an address")?;
        let api = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(responded))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(failed))
            .with_state(runtime);
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, api).await {
                eprintln!("the runtime API has stopped: {error}");
            }
        });
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
        let process = command.spawn().with_context(|| format!("cannot start {}", executable.display()))?;
        Ok(Self { events, time: INVOCATION_TIME, process })
    }

    /// With another time for each invocation than the template's.
    #[must_use]
    pub fn with_time(mut self, time: Duration) -> Self {
        self.time = time;
        self
    }

    /// The process, unless it has ended.
    pub fn id(&self) -> Option<u32> {
        self.process.id()
    }

    /// Hands one event over and waits for what the function makes of it: an answer, or an error that it reports.
    pub async fn invoke(&self, event: Value) -> Result<Value, Value> {
        let (answer, answered) = oneshot::channel();
        let invocation = Invocation { event, deadline: SystemTime::now() + self.time, answer };
        if self.events.send(invocation).is_err() {
            return Err("the runtime API has stopped".into());
        }
        answered.await.unwrap_or_else(|_| Err("the function has ended".into()))
    }
}

async fn next(State(runtime): State<Runtime>) -> impl IntoResponse + use<> {
    let invocation = runtime.events.lock().await.recv().await;
    let Some(Invocation { event, deadline, answer }) = invocation else {
        // Nobody will ask any more; the function waits until it is ended.
        return std::future::pending().await;
    };
    let id = format!("invocation-{}", runtime.count.fetch_add(1, Ordering::SeqCst));
    runtime.waiting.lock().await.insert(id.clone(), answer);
    let deadline = deadline.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
    let headers = [
        ("lambda-runtime-aws-request-id", id),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
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
