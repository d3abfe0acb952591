//! Saying what happens, one plain line at a time, how long it took last time, and what is left.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::times::Times;

/// Says that nothing had to be done.
pub fn ready(what: &str) {
    println!("✓ {what} ready");
}

/// Says that some work begins and what it took last time, does it, and says how long it took and what is left of the plan.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let times = Times::of_this_user().ok();
    match times.as_ref().and_then(|times| times.of(what)) {
        Some(last) => println!("… {what} (last time {})", elapsed(last)),
        None => println!("… {what}"),
    }
    let start = Instant::now();
    plan(|plan| plan.set(what, State::Begun(start)));
    let result = work()?;
    let took = start.elapsed();
    let left = plan(|plan| {
        plan.set(what, State::Done);
        plan.left(Instant::now())
    });
    if let Some(times) = times {
        // Without it the next estimate is a guess, and nothing else suffers.
        let _ = times.note(what, took);
    }
    match left {
        Some(left) => println!("✓ {what}: {} · {} left", elapsed(took), about(left)),
        None => println!("✓ {what}: {}", elapsed(took)),
    }
    Ok(result)
}

/// A step that is known to come.
pub struct Planned {
    /// Its name, as [`step`] is told it.
    pub what: String,
    /// What is done one after the other bears one number; what has different numbers is done at the same time.
    pub line: usize,
    /// What it takes on two cores beside the others of its plan, where nobody has measured it on this machine.
    pub guess: Duration,
}

/// Says what is going to be done and what it takes altogether.
pub fn announce(steps: Vec<Planned>) {
    if steps.is_empty() {
        return;
    }
    let times = Times::of_this_user().ok();
    let mut lines = String::new();
    let mut plan_steps = Vec::new();
    for Planned { what, line, guess } in steps {
        let last = times.as_ref().and_then(|times| times.of(&what));
        let expected = last.unwrap_or(guess);
        let source = if last.is_some() { "took last time" } else { "on two cores" };
        lines += &format!("  {what:<60} {:>12}  {source}\n", elapsed(expected));
        plan_steps.push(Step { what, line, expected, state: State::Ahead });
    }
    let announced = Plan { steps: plan_steps };
    let left = announced.left(Instant::now()).unwrap_or_default();
    println!("To do before the product answers, partly at the same time:\n{lines}  together {}", about(left));
    plan(|plan| *plan = announced);
}

#[derive(Clone, Copy)]
enum State {
    Ahead,
    Begun(Instant),
    Done,
}

struct Step {
    what: String,
    line: usize,
    expected: Duration,
    state: State,
}

#[derive(Default)]
struct Plan {
    steps: Vec<Step>,
}

impl Plan {
    fn set(&mut self, what: &str, state: State) {
        if let Some(step) = self.steps.iter_mut().find(|step| step.what == what) {
            step.state = state;
        }
    }

    /// The longest of what goes on at the same time; nothing where nothing is left.
    fn left(&self, now: Instant) -> Option<Duration> {
        let left_of = |step: &Step| match step.state {
            State::Ahead => step.expected,
            State::Begun(start) => step.expected.saturating_sub(now.saturating_duration_since(start)),
            State::Done => Duration::ZERO,
        };
        let is_open = |step: &&Step| !matches!(step.state, State::Done);
        let lines = self.steps.iter().filter(is_open).map(|step| step.line);
        lines.map(|line| self.steps.iter().filter(|step| step.line == line).map(left_of).sum()).max()
    }
}

fn plan<T>(work: impl FnOnce(&mut Plan) -> T) -> T {
    static PLAN: LazyLock<Mutex<Plan>> = LazyLock::new(Mutex::default);
    work(&mut PLAN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// An estimate is no measurement, and is not told to the second.
fn about(duration: Duration) -> String {
    match duration.as_secs() {
        0..60 => "less than a minute".to_owned(),
        seconds => format!("about {} min", seconds.div_ceil(60)),
    }
}

/// A duration as a person would say it: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn elapsed(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(elapsed(Duration::from_millis(430)), "0.4 s");
        assert_eq!(elapsed(Duration::from_secs(12)), "12 s");
        assert_eq!(elapsed(Duration::from_secs(185)), "3 min 05 s");
        assert_eq!(about(Duration::from_secs(185)), "about 4 min");
    }

    #[test]
    fn what_is_left_is_the_longest_of_what_goes_on_at_the_same_time() {
        let step = |what: &str, line, seconds| Step {
            what: what.into(),
            line,
            expected: Duration::from_secs(seconds),
            state: State::Ahead,
        };
        let now = Instant::now();
        let mut plan = Plan { steps: vec![step("server", 0, 300), step("trunk", 1, 120), step("pages", 1, 200)] };
        assert_eq!(plan.left(now), Some(Duration::from_secs(320)));
        plan.set("trunk", State::Begun(now));
        plan.set("server", State::Begun(now));
        assert_eq!(plan.left(now + Duration::from_secs(60)), Some(Duration::from_secs(260)));
        plan.set("trunk", State::Done);
        assert_eq!(plan.left(now + Duration::from_secs(60)), Some(Duration::from_secs(240)));
        plan.set("server", State::Done);
        plan.set("pages", State::Done);
        assert_eq!(plan.left(now), None, "all is done");
    }
}
