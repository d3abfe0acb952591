//! What was checked, how long it took, and which tests took longest.

use std::cmp::Reverse;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::progress::elapsed;

/// So many tests are named at the end.
const SLOWEST: usize = 10;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    Passed,
    Failed,
    Skipped,
}

/// One test that was run, and what it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Timed {
    pub name: String,
    pub took: Duration,
}

/// What was checked, in order. A failed step does not keep the next ones from being tried: one run should tell all.
pub struct Report {
    start: Instant,
    steps: Vec<(&'static str, Outcome, Duration)>,
    tests: Vec<Timed>,
}

impl Report {
    pub fn begin() -> Self {
        Self { start: Instant::now(), steps: Vec::new(), tests: Vec::new() }
    }

    pub fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) -> bool {
        self.step_with(name, work).is_some()
    }

    /// A step that gives something for the next ones, unless it fails.
    pub fn step_with<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("\n══ {name}");
        let start = Instant::now();
        let result = work().inspect_err(|error| eprintln!("✗ {error:#}")).ok();
        println!("══ {name}: {}", elapsed(start.elapsed()));
        self.note(name, if result.is_some() { Outcome::Passed } else { Outcome::Failed }, start.elapsed());
        result
    }

    /// A step that something else has done.
    pub fn note(&mut self, name: &'static str, outcome: Outcome, took: Duration) {
        self.steps.push((name, outcome, took));
    }

    pub fn skip(&mut self, name: &'static str) {
        self.note(name, Outcome::Skipped, Duration::ZERO);
    }

    pub fn add_tests(&mut self, tests: impl IntoIterator<Item = Timed>) {
        self.tests.extend(tests);
    }

    fn table(&self) -> String {
        let line = |sign: &str, name: &str, time: String| format!("{sign} {name:<14} {time:>12}\n");
        let mut table = String::new();
        for (name, outcome, duration) in &self.steps {
            table += &match outcome {
                Outcome::Passed => line("✓", name, elapsed(*duration)),
                Outcome::Failed => line("✗", name, elapsed(*duration)),
                Outcome::Skipped => line("-", name, "skipped".into()),
            };
        }
        // Less than the sum, because some are done beside others.
        table + &line(" ", "from the start", elapsed(self.start.elapsed()))
    }

    fn slowest(&self) -> String {
        let mut tests: Vec<_> = self.tests.iter().collect();
        tests.sort_by_key(|test| Reverse(test.took));
        let lines = tests.iter().take(SLOWEST).map(|test| format!("{:>8}  {}\n", elapsed(test.took), test.name));
        lines.collect()
    }

    pub fn finish(self) -> Result<()> {
        if !self.tests.is_empty() {
            print!("\nThe slowest of {} tests:\n{}", self.tests.len(), self.slowest());
        }
        print!("\n{}", self.table());
        let failed: Vec<_> = self.steps.iter().filter(|(_, outcome, _)| *outcome != Outcome::Passed).collect();
        if failed.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = failed.iter().map(|(name, _, _)| *name).collect();
        bail!("did not pass: {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_is_named_and_the_rest_is_still_tried() {
        let mut report = Report::begin();
        assert!(report.step("first", || Ok(())));
        assert!(!report.step("second", || bail!("broken")));
        assert_eq!(report.step_with("third", || Ok(3)), Some(3));
        report.skip("fourth");
        let table = report.table();
        assert!(table.contains("✓ first") && table.contains("✗ second") && table.contains("✓ third"));
        assert_eq!(report.finish().expect_err("it failed").to_string(), "did not pass: second, fourth");
    }

    #[test]
    fn the_slowest_tests_come_first_and_no_more_than_ten() {
        let mut report = Report::begin();
        report.add_tests(
            (0..12).map(|number| Timed { name: format!("test {number}"), took: Duration::from_secs(number) }),
        );
        let slowest = report.slowest();
        assert_eq!(slowest.lines().count(), SLOWEST);
        assert!(slowest.starts_with("    11 s  test 11\n"), "{slowest}");
    }
}
