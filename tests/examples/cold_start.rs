//! Time from starting an executable to its first answer, `bootstrap` beside hello world, in turns on one machine:
//! `cargo xtask bench cold-start`.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use tests::lambda::{Function, event, unconnected};

const RUNS: usize = 40;

#[tokio::main(flavor = "multi_thread", worker_threads = 1)]
async fn main() {
    let executable = |variable: &str| PathBuf::from(std::env::var_os(variable).expect("set by cargo xtask bench"));
    let candidates = [
        ("hello world", executable("XUESHI_HELLO_WORLD")),
        ("bootstrap, read_session", executable("XUESHI_BOOTSTRAP")),
    ];
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); candidates.len()];
    for run in 0..RUNS {
        for (position, (_, path)) in candidates.iter().enumerate() {
            let elapsed = first_answer(path).await;
            // The first round warms the disk's cache.
            if run > 0 {
                times[position].push(elapsed);
            }
        }
    }
    println!("exec to first answer, {} runs each, milliseconds", RUNS - 1);
    println!("{:<26} {:>8} {:>8} {:>8} {:>10}", "", "min", "median", "max", "MiB");
    for ((name, path), times) in candidates.iter().zip(&mut times) {
        times.sort();
        let milliseconds = |duration: Duration| duration.as_secs_f64() * 1_000.0;
        let size = std::fs::metadata(path).expect("the executable").len();
        println!(
            "{name:<26} {:>8.2} {:>8.2} {:>8.2} {:>10.1}",
            milliseconds(times[0]),
            milliseconds(times[times.len() / 2]),
            milliseconds(times[times.len() - 1]),
            size as f64 / f64::from(1 << 20),
        );
    }
}

async fn first_answer(executable: &std::path::Path) -> Duration {
    let started = Instant::now();
    let function = Function::start(executable, |command| unconnected(command, "read_session")).await;
    let request = Request::get("/api/session").body(Bytes::new()).expect("a request");
    function.invoke(event(&request, false)).await.expect("an answer");
    started.elapsed()
}
