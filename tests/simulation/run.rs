//! One run: an installation, its clients at work, and what must hold in the end.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use fastrand::Rng;
use functions::crypto::randomness;

use crate::checks::{check, settle};
use crate::clients::Client;
use crate::faults::Turn;
use crate::installation::{Cast, Installation};
use crate::plan::{CLIENTS, Plan, Step};
use crate::record::Record;
use crate::scheduler::{Task, run as take_turns, wait_for};

/// What a run came to.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Empty: everything holds.
    pub wrong: Vec<String>,
    /// A digest of what was asked of the table, when, and what came of it.
    pub trace: String,
    /// What happened, step by step, in the order in which the steps ended.
    pub history: Vec<String>,
}

/// Runs a plan; a panic is something wrong like any other.
pub fn run(plan: &Plan) -> Report {
    let report = catch_unwind(AssertUnwindSafe(|| carry_out(plan)));
    report.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Report { wrong: vec![format!("panic: {}", text.unwrap_or_default())], ..Report::default() }
    })
}

fn carry_out(plan: &Plan) -> Report {
    // Of the SDK's own chances, its waits between tries.
    fastrand::seed(plan.seed);
    let installation = Installation::new();
    let record = RefCell::new(Record::default());
    let mut chance = Rng::with_seed(plan.seed ^ 0x5c4e);
    let time = &installation.time;
    let demo_people = wait_for(time, repeatably(plan.seed, Cast::of(&installation.world, plan)));
    let clients: Vec<Client<'_>> = (0..CLIENTS)
        .map(|number| Client::new(number, plan.seed, &installation.world, &demo_people, &record, time.clone()))
        .collect();
    let tasks: Vec<Task<'_>> = clients
        .iter()
        .map(|client| {
            let steps: Vec<Step> = plan.steps.iter().filter(|step| step.client == client.number).copied().collect();
            let of_client = plan.seed ^ (client.number as u64 + 1) << 32;
            Box::pin(repeatably(of_client, client.work(steps))) as Task<'_>
        })
        .collect();
    take_turns(time, &mut chance, tasks);
    let trace = installation.wire.trace();
    let last = &clients[CLIENTS - 1];
    wait_for(time, repeatably(plan.seed ^ 1 << 40, settle(last, &demo_people)));
    let wrong = {
        let record = std::mem::take(&mut *record.borrow_mut());
        let wrong = wait_for(time, repeatably(plan.seed ^ 1 << 41, check(last, &demo_people, &record)));
        (wrong, record.lines)
    };
    let (wrong, lines) = wrong;
    Report { wrong, trace, history: lines.into_iter().map(|(number, line)| format!("{number:3}  {line}")).collect() }
}

/// Works on a future with the chances of whoever asks, and where nobody does with some of the seed's.
async fn repeatably<T>(seed: u64, work: impl Future<Output = T>) -> T {
    let others = Arc::new(Mutex::new(Rng::with_seed(seed)));
    let source: randomness::Source = Arc::new(move |buffer| match Turn::current() {
        Some(turn) => turn.fill(buffer),
        None => others.lock().expect("nobody panics with it").fill(buffer),
    });
    randomness::within(source, work).await
}

/// The shortest plan that can be found of those that fail as this one does: without a step, or without its faults.
pub fn shortest(plan: &Plan) -> (Plan, Report) {
    let mut best = (plan.clone(), run(plan));
    let fault = best.1.wrong.first().map(|wrong| kind(wrong));
    let fails = |report: &Report| report.wrong.iter().any(|wrong| Some(kind(wrong)) == fault);
    let mut size = best.0.steps.len().div_ceil(2).max(1);
    loop {
        let mut from = 0;
        let mut is_shorter = false;
        while from < best.0.steps.len() {
            let mut fewer = best.0.clone();
            fewer.steps.drain(from..(from + size).min(fewer.steps.len()));
            let report = run(&fewer);
            if fails(&report) {
                best = (fewer, report);
                is_shorter = true;
            } else {
                from += size;
            }
        }
        if size == 1 && !is_shorter {
            break;
        }
        size = size.div_ceil(2).max(1);
    }
    for position in 0..best.0.steps.len() {
        let mut quieter = best.0.clone();
        quieter.steps[position].per_mille = 0;
        let report = run(&quieter);
        if fails(&report) {
            best = (quieter, report);
        }
    }
    best
}

/// What is wrong, whoever it is wrong with: its words without numbers and ids.
fn kind(wrong: &str) -> String {
    let words = wrong.split(|c: char| c.is_whitespace() || ":/#(){}".contains(c));
    words.filter(|word| !word.contains(|c: char| c.is_ascii_digit() || !c.is_ascii())).collect::<Vec<_>>().join(" ")
}
