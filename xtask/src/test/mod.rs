//! `cargo xtask test`: everything that has to hold before a change goes in.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::fingerprint::files_below;
use crate::process::{self, command};
use crate::progress::elapsed;
use crate::project::Project;
use crate::{bootstrap, deny, dynamodb_local, frontend, lint, server, setup};

#[derive(Debug, PartialEq)]
enum Part {
    Everything,
    Rust,
    /// What the endpoints call, against what their functions may.
    Policies,
    /// The endpoints once more on Amazon's emulator.
    DynamoDbLocal,
    /// The release `bootstrap` under a Lambda runtime emulator.
    Lambda,
    /// The errands whose file name contains the text; an empty text means all of them.
    Errands(String),
}

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let part = parse(arguments)?;
    let mut report = Report::default();
    match part {
        Part::Everything => {
            let is_set_up = report.step("setup", || setup::everything(project));
            rust(project, &mut report);
            report.step("lint", || lint::run(project));
            report.step("deny", || deny::run(project, false));
            let has_site = is_set_up && report.step("front end", || frontend::build(project));
            lambda(project, &mut report);
            errands(project, &mut report, "", has_site);
            errand_through_functions(project, &mut report, has_site);
        }
        Part::Rust => rust(project, &mut report),
        Part::Policies => {
            let is_recorded = report.step("endpoints", || recording(project, &of_workspace("endpoints")));
            policies(project, &mut report, is_recorded);
        }
        Part::DynamoDbLocal => {
            report.step("dynamodb-local", || dynamodb_local::test(project));
        }
        Part::Lambda => lambda(project, &mut report),
        Part::Errands(name) => {
            let is_set_up = report.step("setup", || setup::everything(project));
            let has_site = is_set_up && report.step("front end", || frontend::build(project));
            errands(project, &mut report, &name, has_site);
        }
    }
    report.finish()
}

fn parse(arguments: &[String]) -> Result<Part> {
    match arguments {
        [] => Ok(Part::Everything),
        [part] if part == "rust" => Ok(Part::Rust),
        [part] if part == "policies" => Ok(Part::Policies),
        [part] if part == "dynamodb-local" => Ok(Part::DynamoDbLocal),
        [part] if part == "lambda" => Ok(Part::Lambda),
        [part] if part == "errands" => Ok(Part::Errands(String::new())),
        [part, name] if part == "errands" => Ok(Part::Errands(name.clone())),
        _ => {
            bail!(
                "'test' takes nothing, 'rust', 'policies', 'dynamodb-local', 'lambda', 'errands' or 'errands NAME', not '{}'",
                arguments.join(" ")
            )
        }
    }
}

fn rust(project: &Project, report: &mut Report) {
    let cargo = |arguments: &[&str]| process::run(command("cargo").current_dir(project.root()).args(arguments));
    report.step("format", || cargo(&["fmt", "--all", "--check"]));
    report.step("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]));
    let is_recorded = report.step("cargo test", || recording(project, &["test", "--workspace", "--no-fail-fast"]));
    policies(project, report, is_recorded);
}

/// Cargo's arguments for one file of tests. Asked for as one of the workspace, it is built with the libraries of all others
/// rather than with libraries of its own.
pub const fn of_workspace(tests: &str) -> [&str; 4] {
    ["test", "--workspace", "--test", tests]
}

/// Where the endpoint tests write down what they call.
fn calls(project: &Project) -> PathBuf {
    project.target().join("calls")
}

/// Runs tests that write down what the endpoints call.
fn recording(project: &Project, arguments: &[&str]) -> Result<()> {
    let calls = calls(project);
    if calls.exists() {
        fs::remove_dir_all(&calls).with_context(|| format!("cannot remove {}", calls.display()))?;
    }
    process::run(command("cargo").current_dir(project.root()).args(arguments).env("XUESHI_CALLS", calls))
}

/// Nothing missing, nothing granted in excess. Calls of tests that failed would be missing.
fn policies(project: &Project, report: &mut Report, is_recorded: bool) {
    if !is_recorded {
        return report.skip("policies");
    }
    report.step("policies", || {
        process::run(
            command("cargo")
                .current_dir(project.root())
                .args(of_workspace("policies"))
                .env("XUESHI_CALLS", calls(project)),
        )
    });
}

/// Every endpoint by its own process of the executable that is deployed.
fn lambda(project: &Project, report: &mut Report) {
    if report.step("bootstrap", || bootstrap::build(project).map(|_| ())) {
        report.step("lambda", || {
            process::run(
                command("cargo")
                    .current_dir(project.root())
                    .args(of_workspace("lambda"))
                    .env("XUESHI_BOOTSTRAP", project.executable("function", "bootstrap")),
            )
        });
    } else {
        report.skip("lambda");
    }
}

fn errands(project: &Project, report: &mut Report, name: &str, has_site: bool) {
    let has_server = report.step("local server", || server::build(project).map(|_| ()));
    if has_site && has_server {
        report.step("errands", || run_errands(project, name, None));
    } else {
        report.skip("errands");
    }
}

/// One errand with every call of the API through `bootstrap` processes, as in the cloud.
fn errand_through_functions(project: &Project, report: &mut Report, has_site: bool) {
    let bootstrap = project.executable("function", "bootstrap");
    if has_site && bootstrap.is_file() {
        report.step("functions", || run_errands(project, "submit", Some(&bootstrap)));
    } else {
        report.skip("functions");
    }
}

fn run_errands(project: &Project, name: &str, functions: Option<&Path>) -> Result<()> {
    let files = errand_files(&project.errands(), name)?;
    if files.is_empty() {
        bail!("no file tests/errands/*{name}*.test.mjs");
    }
    let chromium = setup::for_errands(project)?;
    process::run(
        command("node")
            .current_dir(project.root())
            .arg("--test")
            .args(files)
            .env("CHROME", chromium)
            .env("XUESHI_LOCAL", project.executable("fast", "local"))
            .env("XUESHI_SITE", project.site())
            .envs(functions.map(|bootstrap| ("XUESHI_FUNCTIONS", bootstrap))),
    )
}

/// The files are named one by one because versions of node differ in what they make of a directory.
fn errand_files(directory: &Path, name: &str) -> Result<Vec<PathBuf>> {
    let is_wanted = |path: &PathBuf| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        file.strip_suffix(".test.mjs").is_some_and(|errand| errand.contains(name))
    };
    Ok(files_below(directory)?.into_iter().filter(is_wanted).collect())
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Outcome {
    Passed,
    Failed,
    Skipped,
}

/// What was checked, in order. A failed step does not keep the next ones from being tried: one run should tell all.
#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Outcome, Duration)>,
}

impl Report {
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) -> bool {
        println!("\n══ {name}");
        let start = Instant::now();
        let outcome = match work() {
            Ok(()) => Outcome::Passed,
            Err(error) => {
                eprintln!("✗ {error:#}");
                Outcome::Failed
            }
        };
        println!("══ {name}: {}", elapsed(start.elapsed()));
        self.steps.push((name, outcome, start.elapsed()));
        outcome == Outcome::Passed
    }

    fn skip(&mut self, name: &'static str) {
        self.steps.push((name, Outcome::Skipped, Duration::ZERO));
    }

    fn table(&self) -> String {
        let total = self.steps.iter().map(|(_, _, duration)| *duration).sum();
        let line = |sign: &str, name: &str, time: String| format!("{sign} {name:<14} {time:>12}\n");
        let mut table = String::new();
        for (name, outcome, duration) in &self.steps {
            table += &match outcome {
                Outcome::Passed => line("✓", name, elapsed(*duration)),
                Outcome::Failed => line("✗", name, elapsed(*duration)),
                Outcome::Skipped => line("-", name, "skipped".into()),
            };
        }
        table + &line(" ", "together", elapsed(total))
    }

    fn finish(self) -> Result<()> {
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

    fn parsed(line: &str) -> Result<Part> {
        parse(&line.split_whitespace().map(String::from).collect::<Vec<_>>())
    }

    #[test]
    fn a_part_can_be_chosen() {
        assert_eq!(parsed("").expect("valid"), Part::Everything);
        assert_eq!(parsed("rust").expect("valid"), Part::Rust);
        assert_eq!(parsed("policies").expect("valid"), Part::Policies);
        assert_eq!(parsed("lambda").expect("valid"), Part::Lambda);
        assert_eq!(parsed("errands sign_in").expect("valid"), Part::Errands("sign_in".into()));
        assert!(parsed("errand").is_err());
    }

    #[test]
    fn one_failure_is_named_and_the_rest_is_still_tried() {
        let mut report = Report::default();
        assert!(report.step("first", || Ok(())));
        assert!(!report.step("second", || bail!("broken")));
        assert!(report.step("third", || Ok(())));
        report.skip("fourth");
        let table = report.table();
        assert!(table.contains("✓ first") && table.contains("✗ second") && table.contains("✓ third"));
        assert_eq!(report.finish().expect_err("it failed").to_string(), "did not pass: second, fourth");
    }
}
