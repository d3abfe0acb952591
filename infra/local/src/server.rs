//! The product on one port of this machine: the endpoints under `/api/`, the attachments under `/attachments/`, the
//! front end everywhere else. In the cloud CloudFront does the same to API Gateway and two buckets.

mod headers;
mod origin;
mod site;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use functions::app::App;
use functions::clock::Clock;
use functions::error::Error;
use functions::http::response;
use http::{StatusCode, header};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::attachment_store::AttachmentStore;
use crate::console::say;
use crate::engine::{Engine, Sweeper};
use crate::lambda::Fleet;
use crate::machine::TABLE;

pub use headers::SECURITY_HEADERS;
pub use origin::Origin;
pub use site::Site;

/// Bytes of a request's body that are read at all; each endpoint's own limit is lower.
const BODY_BYTES_MAX: usize = 1024 * 1024;
const SWEEP_SECONDS: u64 = 60;
/// Items that are looked at each time, so that a turn takes a second or less whatever the size of the table.
pub const SWEPT_EACH: usize = 5_000;
/// How long requests under way may take after the signal to stop.
const GRACE_SECONDS: u64 = 10;

/// Everything that answers.
pub struct Server {
    pub api: Api,
    pub store: AttachmentStore,
    pub site: Site,
    pub origin: Origin,
    /// One line per request on standard output.
    pub logs: bool,
}

/// Who answers below `/api/`.
pub enum Api {
    /// The handlers, in this process.
    Rooms(Box<App>),
    /// A process of the Lambda executable for each endpoint.
    Functions(Box<Fleet>),
}

/// Takes a port of this machine; 0 takes a free one.
pub async fn listen(port: u16) -> Result<TcpListener> {
    match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bail!(
            "port {port} is taken, perhaps by another xueshi; stop that program, or choose another port: --port {}",
            port.checked_add(1).unwrap_or(8080)
        ),
        Err(error) => Err(error).with_context(|| format!("cannot listen on port {port}; choose another with --port")),
    }
}

/// Answers until the process is told to stop (SIGINT, SIGTERM), then finishes what it has begun.
pub async fn serve(server: Server, listener: TcpListener) -> Result<()> {
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot wait for SIGINT")?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let serving = serve_until(server, listener, async move {
        let mut stopped = stopped;
        // An error means that the sender is gone, which is a reason to stop as well.
        let _ = stopped.wait_for(|stop| *stop).await;
    });
    tokio::pin!(serving);
    tokio::select! {
        ended = &mut serving => return ended,
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    let _ = stop.send(true);
    match tokio::time::timeout(Duration::from_secs(GRACE_SECONDS), serving).await {
        Ok(ended) => ended,
        Err(_) => {
            eprintln!("some requests were not finished after {GRACE_SECONDS} s; their connections are cut");
            Ok(())
        }
    }
}

/// Answers until `stop` is over. For tests, which stop it themselves.
pub async fn serve_until(
    server: Server,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    // Small answers would wait for the acknowledgement of the one before.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    let router = axum::Router::new().fallback(answer).with_state(Arc::new(server));
    axum::serve(listener, router).with_graceful_shutdown(stop).await.context("the server failed")
}

/// Removes expired items of a part of the table every minute, as the table in the cloud does by itself. Round it comes in
/// minutes, or in a day where there are millions of items.
pub async fn sweep_expired(engine: Engine) {
    let mut minute = tokio::time::interval(Duration::from_secs(SWEEP_SECONDS));
    let mut sweeper = Sweeper::new(engine, TABLE, SWEPT_EACH);
    loop {
        minute.tick().await;
        let turn = tokio::task::spawn_blocking(move || {
            let done = sweeper.turn(Clock::System.now());
            (sweeper, done)
        });
        let Ok((back, done)) = turn.await else { return eprintln!("expired items are not removed any more") };
        sweeper = back;
        if let Err(error) = done {
            eprintln!("{error:#}");
        }
    }
}

/// Removes uploads that nobody confirmed every hour, as the bucket in the cloud does by itself.
pub async fn sweep_pending(store: AttachmentStore) {
    let mut hour = tokio::time::interval(Duration::from_secs(60 * 60));
    loop {
        hour.tick().await;
        let store = store.clone();
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || store.sweep_pending(SystemTime::now())).await {
            eprintln!("{error:#}");
        }
    }
}

async fn answer(State(server): State<Arc<Server>>, request: Request) -> Response {
    let path = request.uri().path();
    let (is_api, is_attachment) = (path.starts_with("/api/"), path.starts_with("/attachments/"));
    let mut response = if let Some(elsewhere) = server.origin.elsewhere(&request, is_api || is_attachment) {
        elsewhere
    } else if is_api {
        // A task of its own: a panic becomes an answer, and a browser that goes away leaves nothing half done.
        let task = tokio::spawn(endpoint(server, request));
        task.await.unwrap_or_else(|_| {
            let request_id = domain::id::spell(functions::crypto::vault::random_bits());
            response::of_error(&Error::internal("the endpoint panicked"), &request_id).map(Body::from)
        })
    } else if is_attachment {
        attachment(&server, request).await
    } else {
        server.site.answer(request).await
    };
    headers::secure(response.headers_mut());
    response
}

async fn endpoint(server: Arc<Server>, request: Request) -> Response {
    let started = Instant::now();
    let too_large = || {
        let request_id = domain::id::spell(functions::crypto::vault::random_bits());
        response::of_error(&Error::TooLarge, &request_id).map(Body::from)
    };
    if announced_bytes(&request).is_some_and(|bytes| bytes > BODY_BYTES_MAX as u64) {
        return too_large();
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_BYTES_MAX).await else {
        return too_large();
    };
    let request = http::Request::from_parts(parts, body);
    let app = match &server.api {
        Api::Rooms(app) => app,
        Api::Functions(fleet) => {
            return fleet.answer(request).await.map(|response| response.map(Body::from)).unwrap_or_else(|error| {
                // What API Gateway answers when a function does not.
                eprintln!("{error:#}");
                StatusCode::BAD_GATEWAY.into_response()
            });
        }
    };
    let answer = functions::http::answer(app, request).await;
    if server.logs {
        say(&functions::runtime::lambda::log_line(&answer, started.elapsed()));
    }
    answer.response.map(Body::from)
}

async fn attachment(server: &Server, request: Request) -> Response {
    let started = Instant::now();
    let bytes = announced_bytes(&request);
    let method = request.method().clone();
    let response = server.store.answer(request).await;
    if server.logs {
        let line = serde_json::json!({
            "attachment_store": method.as_str(),
            "status": response.status().as_u16(),
            "milliseconds": started.elapsed().as_millis(),
            "bytes": bytes,
        });
        say(&line.to_string());
    }
    response
}

fn announced_bytes(request: &Request) -> Option<u64> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests;
