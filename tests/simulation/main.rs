//! A deterministic simulation: eight clients over the real router, on a table whose wire loses, repeats, delays and refuses, with a
//! replica that lags and functions that die; and what must hold whatever happens (docs/reliability.md).
//!
//! `cargo xtask test simulation --seeds N --from S` runs more seeds than the tests do.

mod checks;
mod clients;
mod faults;
mod installation;
mod plan;
mod professionals;
mod record;
mod run;
mod scheduler;
mod staff;
mod wire;

use std::time::{Duration, Instant};

use plan::Plan;

/// Seeds that are run where nobody says how many.
const SEEDS: u64 = 200;
/// Failing seeds whose histories are shown.
const SHOWN_MAX: usize = 3;

fn number_in(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// If this fails: run the seed alone with `cargo xtask test simulation --seeds 1 --from SEED`; what is printed is the shortest
/// history that still fails, step by step, with what went wrong on the wire.
#[test]
fn whatever_happens_everything_holds() {
    let (seeds, from) = (number_in("XUESHI_SEEDS", SEEDS), number_in("XUESHI_FROM", 0));
    let began = Instant::now();
    let all: Vec<u64> = (from..from + seeds).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let failed: Vec<u64> = std::thread::scope(|scope| {
        let part = |first: usize| all.iter().skip(first).step_by(threads).copied().collect::<Vec<_>>();
        let workers: Vec<_> = (0..threads).map(part).map(|seeds| scope.spawn(move || failing(&seeds))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("it tells what fails")).collect()
    });
    println!("{seeds} seeds from {from} in {:.1} s: {} fail", seconds(began.elapsed()), failed.len());
    assert!(failed.is_empty(), "seeds {failed:?}");
}

fn seconds(duration: Duration) -> f64 {
    duration.as_secs_f64()
}

fn failing(seeds: &[u64]) -> Vec<u64> {
    let mut failed = Vec::new();
    for seed in seeds {
        let plan = Plan::of(*seed);
        let report = run::run(&plan);
        if report.wrong.is_empty() {
            continue;
        }
        failed.push(*seed);
        println!("seed {seed}: {}", report.wrong.join("\n    "));
        if failed.len() <= SHOWN_MAX && number_in("XUESHI_SHRINK", 1) == 1 {
            let (plan, report) = run::shortest(&plan);
            println!("  shortest of {} steps, seed {seed}, busiest {}:", plan.steps.len(), plan.busiest);
            report.history.iter().for_each(|line| println!("  {line}"));
            report.wrong.iter().for_each(|wrong| println!("  ✗ {wrong}"));
        }
    }
    failed
}

#[test]
fn the_same_seed_leaves_the_same_trace() {
    for seed in [1, 2, 3, 4] {
        let (once, again) = (run::run(&Plan::of(seed)), run::run(&Plan::of(seed)));
        assert_eq!(once.history, again.history, "seed {seed}");
        assert_eq!(once.trace, again.trace, "seed {seed}");
    }
    assert_ne!(run::run(&Plan::of(1)).trace, run::run(&Plan::of(2)).trace);
}
