//! From starting an executable to its first answer, every function beside hello world, on one machine: `cargo xtask bench
//! cold-start`.
//!
//! In each round every candidate is started once, beginning with another one each time; what is compared are medians.
//! Beside the time stand what other programs on the machine do not change: the processor's time that the process took, and
//! the pages that it touched first.
//!
//! Three kinds of first answers: a refusal at the door, which connects to nothing; one that reads a table over plain HTTP;
//! and the same over TLS, with an authority of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use bytes::Bytes;
use domain::contract::{ENDPOINTS, Row};
use http::Request;
use tests::lambda::{Function, Surroundings, event, services, unconnected};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

const RUNS: usize = 25;
/// Of hello world, at most (docs/performance.md).
const TARGET: f64 = 1.5;

struct Candidate {
    name: String,
    executable: PathBuf,
    row: &'static Row,
    around: Surroundings,
    /// The authority that its connections end at.
    roots: Option<PathBuf>,
    samples: Vec<Sample>,
}

/// One start.
#[derive(Clone, Copy)]
struct Sample {
    elapsed: Duration,
    processor: Duration,
    pages: u64,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 1)]
async fn main() {
    let place = |variable: &str| PathBuf::from(std::env::var_os(variable).expect("set by cargo xtask bench"));
    let (hello_world, bootstrap) = (place("XUESHI_HELLO_WORLD"), place("XUESHI_BOOTSTRAP"));
    let certificates = place("XUESHI_CERTIFICATES");
    let row = |id: &str| ENDPOINTS.iter().find(|row| row.id == id).expect("a row");
    let candidate = |name: &str, executable: &Path, row, around| Candidate {
        name: name.to_owned(),
        executable: executable.to_owned(),
        row,
        around,
        roots: None,
        samples: Vec::new(),
    };
    let mut candidates = vec![candidate("hello world", &hello_world, row("read_session"), unconnected())];
    // It asks the table before it refuses anybody; where there is none it tries again and again.
    let receive = |row: &&Row| row.id != "list_departments";
    for row in ENDPOINTS.iter().filter(receive) {
        candidates.push(candidate(row.id, &bootstrap, row, unconnected()));
    }
    let plain = services::serve_router(table()).await.expect("a port");
    let sealed = serve_over_tls(&certificates).await;
    let over = |url: &str| Surroundings { services: url.to_owned(), ..unconnected() };
    let reads = "list_departments";
    candidates.push(candidate("list_departments, table over HTTP", &bootstrap, row(reads), over(&plain)));
    let mut over_tls = candidate("list_departments, table over TLS", &bootstrap, row(reads), over(&sealed));
    over_tls.roots = Some(certificates.join("authority.pem"));
    candidates.push(over_tls);

    for run in 0..=RUNS {
        let count = candidates.len();
        for position in 0..count {
            let candidate = &mut candidates[(position + run * 7) % count];
            let sample = candidate.first_answer().await;
            // The first round warms the disk's cache.
            if run > 0 {
                candidate.samples.push(sample);
            }
        }
    }
    report(&candidates);
    for (name, path) in [("hello world", &hello_world), ("bootstrap", &bootstrap)] {
        println!("{name}: {} bytes", fs::metadata(path).expect("the executable").len());
    }
}

fn report(candidates: &[Candidate]) {
    println!("exec to first answer, {RUNS} runs each in turns, medians; ratios to hello world");
    let headings = ["min ms", "median", "max", "ratio", "processor ms", "ratio", "pages"];
    println!("{:<36} {}", "", headings.map(|heading| format!("{heading:>12}")).join(" "));
    let hello = &candidates[0];
    let mut ratios = Vec::new();
    for candidate in candidates {
        let [elapsed, base] = [candidate, hello].map(|one| one.median(|sample| sample.elapsed.as_secs_f64() * 1e3));
        let [processor, processor_base] =
            [candidate, hello].map(|one| one.median(|sample| sample.processor.as_secs_f64() * 1e3));
        let times = candidate.samples.iter().map(|sample| sample.elapsed.as_secs_f64() * 1e3);
        println!(
            "{:<36} {:>12.2} {elapsed:>12.2} {:>12.2} {:>12.2} {processor:>12.2} {:>12.2} {:>12.0}",
            candidate.name,
            times.clone().fold(f64::MAX, f64::min),
            times.fold(0.0, f64::max),
            elapsed / base,
            processor / processor_base,
            candidate.median(|sample| sample.pages as f64),
        );
        ratios.push((elapsed / base, processor / processor_base));
    }
    // Without hello world itself, and what connects.
    let receive = &mut ratios[1..candidates.len() - 2];
    receive.sort_by(|one, other| one.0.total_cmp(&other.0));
    let within = receive.iter().filter(|(time, _)| *time <= TARGET).count();
    let (least, most) = (receive[0].0, receive[receive.len() - 1].0);
    println!("refusing at the door: {within} of {} within {TARGET}; ratios {least:.2} to {most:.2}", receive.len());
}

/// An empty page, whatever is asked.
fn table() -> Router {
    Router::new().fallback(|| async { r#"{"Items":[],"Count":0,"ScannedCount":0}"# })
}

/// The same behind a certificate that `authority.pem` has signed.
async fn serve_over_tls(certificates: &Path) -> String {
    let chain = vec![CertificateDer::from_pem_file(certificates.join("server.pem")).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_file(certificates.join("server.key")).expect("a key");
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).expect("a pair");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let listener = TlsListener { listener, acceptor: TlsAcceptor::from(Arc::new(config)) };
    tokio::spawn(async move { axum::serve(listener, table()).await.expect("a server") });
    format!("https://localhost:{port}")
}

struct TlsListener {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, address)) = self.listener.accept().await else { continue };
            // Who cannot shake hands is gone.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

impl Candidate {
    async fn first_answer(&self) -> Sample {
        let unit = "0".repeat(26);
        let request = Request::builder()
            .method(self.row.method.name())
            .uri(format!("{}?unit={unit}", self.row.path))
            .body(Bytes::new())
            .expect("a request");
        let started = Instant::now();
        let started_function = Function::start(&self.executable, |command| {
            self.around.set(command, self.row.id);
            command.envs(self.roots.iter().map(|roots| ("XUESHI_TLS_ROOTS", roots)));
        });
        let function = started_function.await.expect("the executable starts");
        let answer = function.invoke(event(&request, false)).await.expect("an answer");
        let elapsed = started.elapsed();
        let connects = self.around.services != unconnected().services;
        assert!(!connects || answer["statusCode"] == 200, "{}: {answer}", self.name);
        let process = function.id().expect("it waits for the next event");
        Sample { elapsed, processor: processor_time(process), pages: first_touches(process) }
    }

    fn median(&self, of: impl Fn(&Sample) -> f64) -> f64 {
        let mut values: Vec<f64> = self.samples.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    }
}

/// What all threads of a process have had of a processor: the first figure of `schedstat`, in nanoseconds.
fn processor_time(process: u32) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).expect("the process is there");
    let nanoseconds = tasks.map(|task| {
        let text = fs::read_to_string(task.expect("a thread").path().join("schedstat")).unwrap_or_default();
        text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0)
    });
    Duration::from_nanos(nanoseconds.sum())
}

/// Pages that the process touched for the first time (`minflt`, the tenth field of `stat`; the name before it is in
/// parentheses).
fn first_touches(process: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).expect("the process is there");
    let after = text.rsplit_once(") ").expect("a name in parentheses").1;
    after.split(' ').nth(7).and_then(|field| field.parse().ok()).expect("a number")
}
