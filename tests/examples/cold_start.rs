//! Time from starting an executable to its first answer, every function beside hello world, in turns on one machine:
//! `cargo xtask bench cold-start`.
//!
//! Two kinds of first answers: a refusal at the door, which connects to nothing, and one that reads the table over plain
//! HTTP.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use axum::Router;
use bytes::Bytes;
use domain::contract::{ENDPOINTS, Row};
use http::Request;
use tests::lambda::{Function, Surroundings, event, services, unconnected};

const RUNS: usize = 25;

struct Candidate {
    name: String,
    executable: PathBuf,
    row: &'static Row,
    around: Surroundings,
    times: Vec<Duration>,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 1)]
async fn main() {
    let executable = |variable: &str| PathBuf::from(std::env::var_os(variable).expect("set by cargo xtask bench"));
    let (hello_world, bootstrap) = (executable("XUESHI_HELLO_WORLD"), executable("XUESHI_BOOTSTRAP"));
    let row = |id: &str| ENDPOINTS.iter().find(|row| row.id == id).expect("a row");
    let candidate = |name: &str, executable: &Path, row, around| Candidate {
        name: name.to_owned(),
        executable: executable.to_owned(),
        row,
        around,
        times: Vec::new(),
    };
    let mut candidates = vec![candidate("hello world", &hello_world, row("read_session"), unconnected())];
    for row in ENDPOINTS {
        candidates.push(candidate(row.id, &bootstrap, row, unconnected()));
    }
    // An empty page, whatever is asked.
    let table = || Router::new().fallback(|| async { r#"{"Items":[],"Count":0,"ScannedCount":0}"# });
    let plain = services::serve_router(table()).await.expect("a port");
    let over = |url: &str| Surroundings { services: url.to_owned(), ..unconnected() };
    candidates.push(candidate("list_departments, table over HTTP", &bootstrap, row("list_departments"), over(&plain)));

    for run in 0..=RUNS {
        for candidate in &mut candidates {
            let elapsed = candidate.first_answer().await;
            // The first round warms the disk's cache.
            if run > 0 {
                candidate.times.push(elapsed);
            }
        }
    }
    println!("exec to first answer, {RUNS} runs each in turns, milliseconds");
    println!("{:<36} {:>8} {:>8} {:>8} {:>8}", "", "min", "median", "max", "ratio");
    for candidate in &mut candidates {
        candidate.times.sort();
    }
    let median = |candidate: &Candidate| candidate.times[RUNS / 2].as_secs_f64() * 1_000.0;
    let base = median(&candidates[0]);
    for candidate in &candidates {
        println!(
            "{:<36} {:>8.2} {:>8.2} {:>8.2} {:>8.2}",
            candidate.name,
            candidate.times[0].as_secs_f64() * 1_000.0,
            median(candidate),
            candidate.times[RUNS - 1].as_secs_f64() * 1_000.0,
            median(candidate) / base,
        );
    }
    for (name, path) in [("hello world", &hello_world), ("bootstrap", &bootstrap)] {
        let bytes = std::fs::metadata(path).expect("the executable").len();
        println!("{name}: {bytes} bytes");
    }
}

impl Candidate {
    async fn first_answer(&self) -> Duration {
        let unit = "0".repeat(26);
        let request = Request::builder()
            .method(self.row.method.name())
            .uri(format!("{}?unit={unit}", self.row.path))
            .body(Bytes::new())
            .expect("a request");
        let started = Instant::now();
        let started_function = Function::start(&self.executable, |command| self.around.set(command, self.row.id));
        let function = started_function.await.expect("the executable starts");
        function.invoke(event(&request, false)).await.expect("an answer");
        started.elapsed()
    }
}
