//! Runs executables with tests, as Cargo would, and notes what each test took.

use std::time::Duration;

use anyhow::{Result, bail};

use super::report::Timed;
use crate::native::Tests;
use crate::process::{self, command};

/// Runs all of them, whatever becomes of one; `variables` are added to the environment.
pub fn run<'a>(
    executables: impl IntoIterator<Item = &'a Tests>,
    variables: &[(&str, &std::path::Path)],
) -> (Vec<Timed>, Result<()>) {
    let mut timed = Vec::new();
    let mut failed = Vec::new();
    for tests in executables {
        println!("\n── {}", tests.name);
        let mut call = command(&tests.executable);
        call.current_dir(&tests.directory)
            .env("CARGO_MANIFEST_DIR", &tests.directory)
            .envs(variables.iter().copied())
            // Times of tests are not stable in Rust's own harness; the variable is for the harness, and nothing is compiled here.
            .args(["-Zunstable-options", "--report-time"])
            .env("RUSTC_BOOTSTRAP", "1");
        let result = process::run_heard(&mut call, |line| {
            timed.extend(time_of(line).map(|(test, took)| Timed { name: format!("{} {test}", tests.name), took }));
        });
        if let Err(error) = result {
            eprintln!("✗ {error:#}");
            failed.push(tests.name.as_str());
        }
    }
    let result = if failed.is_empty() { Ok(()) } else { Err(anyhow::anyhow!("tests failed in {}", failed.join(", "))) };
    (timed, result)
}

/// One of them by its name.
pub fn named<'a>(executables: &'a [Tests], name: &str) -> Result<&'a Tests> {
    match executables.iter().find(|tests| tests.name == name) {
        Some(tests) => Ok(tests),
        None => bail!("Cargo built no tests {name}"),
    }
}

/// What the harness says of one test: `test a::b ... ok <0.123s>`.
fn time_of(line: &str) -> Option<(&str, Duration)> {
    let (what, time) = line.strip_prefix("test ")?.rsplit_once(" <")?;
    let (test, _outcome) = what.split_once(" ... ")?;
    let took = Duration::try_from_secs_f64(time.strip_suffix("s>")?.parse().ok()?).ok()?;
    Some((test, took))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_from_what_the_harness_prints() {
        let second = Duration::from_millis(1500);
        assert_eq!(time_of("test accounts::sign_in ... ok <1.500s>"), Some(("accounts::sign_in", second)));
        assert_eq!(time_of("test a - should panic ... FAILED <1.500s>"), Some(("a - should panic", second)));
        assert_eq!(time_of("test a ... ignored"), None);
        assert_eq!(time_of("test result: ok. 3 passed; finished in 0.00s"), None);
    }
}
