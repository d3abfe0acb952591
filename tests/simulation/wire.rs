//! The wire between the functions and the table, on which things go wrong by seed; and the table, with a replica that lags.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::config::{Builder, SharedAsyncSleep};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use local::engine::{Engine, EngineConnector, Reply, config};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::faults::{Fate, Turn};
use crate::scheduler::VirtualTime;

/// As long as the functions wait for one answer (`functions/src/aws`).
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// One way, in milliseconds.
const WAY_MAX: u64 = 8;
/// How far reads that are not consistent lag behind at most, in milliseconds.
const LAG_MAX: u64 = 1_500;

#[derive(Clone)]
pub struct SimulatedWire {
    time: VirtualTime,
    table: Arc<Mutex<Tables>>,
}

struct Tables {
    table: Engine,
    replica: Engine,
    /// What the replica has not heard of yet, with its instants.
    behind: VecDeque<(i64, String, Bytes)>,
    trace: Sha256,
}

impl SimulatedWire {
    pub fn new(time: VirtualTime, table: Engine) -> Self {
        let replica = Engine::memory().expect("a table in memory");
        let tables = Tables { table, replica, behind: VecDeque::new(), trace: Sha256::new() };
        Self { time, table: Arc::new(Mutex::new(tables)) }
    }

    /// The settings of a client over this wire.
    pub fn config(&self, table: &Engine) -> Builder {
        let connector = SharedHttpConnector::new(self.clone());
        config(EngineConnector::new(table.clone()))
            .http_client(http_client_fn(move |_, _| connector.clone()))
            .sleep_impl(SharedAsyncSleep::new(self.time.clone()))
    }

    /// What was asked for, when, and what came of it, as one digest.
    pub fn trace(&self) -> String {
        let tables = self.table.lock().expect("nobody panics with it");
        tables.trace.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    async fn carry(self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body = request.body().bytes().map(Bytes::copy_from_slice).unwrap_or_default();
        let Some(turn) = Turn::current() else {
            return response(self.answer(&operation, &body, 0));
        };
        let fate = turn.draw(&operation);
        self.time.wait(turn.delay(WAY_MAX)).await;
        match fate {
            Fate::DiesBefore => return dies(&turn).await,
            Fate::RequestLost => return Err(lost()),
            Fate::Throttled => return response(Reply::error("ThrottlingException", "too many requests")),
            Fate::Conflict => return response(conflict(&operation)),
            Fate::TimedOut { done: false } => return self.time_out().await,
            _ => {}
        }
        let lag = if turn.delay(2).is_zero() { 0 } else { turn.delay(LAG_MAX).as_millis() };
        let mut reply = self.answer(&operation, &body, i64::try_from(lag).unwrap_or_default());
        match fate {
            Fate::Twice => reply = self.answer(&operation, &body, 0),
            Fate::ReplyLost => return Err(lost()),
            Fate::TimedOut { .. } => return self.time_out().await,
            Fate::Slow => self.time.wait(Duration::from_secs(1) + turn.delay(3_000)).await,
            Fate::DiesAfter => return dies(&turn).await,
            _ => {}
        }
        self.time.wait(turn.delay(WAY_MAX)).await;
        response(reply)
    }

    async fn time_out(&self) -> Result<HttpResponse, ConnectorError> {
        self.time.wait(READ_TIMEOUT).await;
        Err(ConnectorError::timeout("no answer came in time".into()))
    }

    fn answer(&self, operation: &str, body: &Bytes, lag: i64) -> Reply {
        let now = self.time.milliseconds();
        self.table.lock().expect("nobody panics with it").answer(now, operation, body, lag)
    }
}

impl Tables {
    fn answer(&mut self, now: i64, operation: &str, body: &Bytes, lag: i64) -> Reply {
        let is_read = matches!(operation, "GetItem" | "BatchGetItem" | "Query");
        let reply = if is_read && !is_consistent(operation, body) {
            self.catch_up(now - lag);
            self.replica.answer(operation, body)
        } else {
            self.table.answer(operation, body)
        };
        if !is_read && reply.status.is_success() {
            self.behind.push_back((now, operation.to_owned(), body.clone()));
        }
        let line = format!("{now} {operation} {} {}\n", touched(operation, body), reply.status);
        self.trace.update(line);
        reply
    }

    fn catch_up(&mut self, until: i64) {
        while self.behind.front().is_some_and(|(at, ..)| *at <= until) {
            let Some((_, operation, body)) = self.behind.pop_front() else { return };
            let reply = self.replica.answer(&operation, &body);
            assert!(reply.status.is_success(), "the replica does otherwise: {operation} {:?}", reply.body);
        }
    }
}

/// Which items a request is about, whatever the order of its parts.
fn touched(operation: &str, body: &[u8]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let key = |item: &Value| format!("{}/{}", item["pk"]["S"], item["sk"]["S"]);
    let mut all: Vec<String> = match operation {
        "TransactWriteItems" => {
            let parts = body["TransactItems"].as_array().into_iter().flatten();
            let of = |part: &Value| part.as_object().and_then(|part| part.values().next().cloned()).unwrap_or_default();
            parts.map(of).map(|part| key(if part["Item"].is_null() { &part["Key"] } else { &part["Item"] })).collect()
        }
        "Query" => vec![body["ExpressionAttributeValues"][":p"]["S"].to_string()],
        "BatchGetItem" => {
            let tables = body["RequestItems"].as_object().into_iter().flat_map(|tables| tables.values());
            tables.flat_map(|table| table["Keys"].as_array().into_iter().flatten().map(key)).collect()
        }
        "PutItem" => vec![key(&body["Item"])],
        _ => vec![key(&body["Key"])],
    };
    all.sort_unstable();
    all.join(",")
}

/// An index is never; the table is if it is asked to be.
fn is_consistent(operation: &str, body: &[u8]) -> bool {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    match operation {
        "BatchGetItem" => body["RequestItems"]
            .as_object()
            .is_some_and(|tables| tables.values().all(|table| table["ConsistentRead"] == Value::Bool(true))),
        _ => body["IndexName"].is_null() && body["ConsistentRead"] == Value::Bool(true),
    }
}

fn conflict(operation: &str) -> Reply {
    if operation == "TransactWriteItems" {
        Reply::transaction_cancelled(&["TransactionConflict"])
    } else {
        Reply::error("TransactionConflictException", "a transaction is at the item")
    }
}

async fn dies<T>(turn: &Turn) -> T {
    turn.die();
    std::future::pending().await
}

fn lost() -> ConnectorError {
    ConnectorError::io("the connection broke".into())
}

fn response(reply: Reply) -> Result<HttpResponse, ConnectorError> {
    let mut response = HttpResponse::new(reply.status.into(), SdkBody::from(reply.body));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}

impl HttpConnector for SimulatedWire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().carry(request))
    }
}

impl fmt::Debug for SimulatedWire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SimulatedWire")
    }
}
