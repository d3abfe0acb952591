//! `cargo xtask test`: everything that has to hold before a change goes in.

mod beside;
mod executables;
mod report;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use self::beside::{Aside, Beside};
use self::report::{Report, Timed};
use crate::fingerprint::files_below;
use crate::frontend::Edition;
use crate::native::{self, Tests};
use crate::process::{self, command};
use crate::project::Project;
use crate::{bootstrap, dynamodb_local, frontend, server, setup};

/// What needs nothing that the Rust part makes: done beside it, because each has stretches that leave a core idle.
const BESIDE: [Aside; 5] = [
    ("setup", &["setup"]),
    ("lint", &["lint"]),
    ("deny", &["deny"]),
    ("front end", &["build"]),
    ("bootstrap", &["bootstrap"]),
];

#[derive(Debug, PartialEq)]
enum Part {
    Everything,
    Rust,
    /// What the endpoints call, against what their functions may.
    Policies,
    /// The endpoints once more on Amazon's emulator.
    DynamoDbLocal,
    /// The simulation, with so many seeds from one on.
    Simulation {
        seeds: u64,
        from: u64,
    },
    /// The release `bootstrap` under a Lambda runtime emulator.
    Lambda,
    /// The browser tests whose file name contains the text; an empty text means all of them.
    Browser(String),
}

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let part = parse(arguments)?;
    let mut report = Report::begin();
    match part {
        Part::Everything => {
            let beside = Beside::begin(project, &BESIDE)?;
            let tests = rust(project, &mut report);
            let has_server = has_server(project, &mut report);
            beside.end(&mut report)?;
            lambda(project, &mut report, tests.as_deref());
            let has_site = has_server && report.step("site", || frontend::build(project, Edition::Release));
            browser_tests(project, &mut report, "", has_site);
            browser_test_through_functions(project, &mut report, has_site);
        }
        Part::Rust => drop(rust(project, &mut report)),
        Part::Policies => {
            let endpoints = report.step_with("compile", || native::tests_of(project, "endpoints"));
            let policies_tests = report.step_with("compile", || native::tests_of(project, "policies"));
            let is_recorded = endpoints.is_some_and(|endpoints| recording(project, &mut report, [&endpoints]));
            policies(project, &mut report, policies_tests.as_ref().filter(|_| is_recorded));
        }
        Part::DynamoDbLocal => {
            report.step("dynamodb-local", || dynamodb_local::test(project));
        }
        Part::Simulation { seeds, from } => {
            report.step("simulation", || simulation(project, seeds, from));
        }
        Part::Lambda => {
            report.step("bootstrap", || bootstrap::build(project).map(drop));
            let tests = report.step_with("compile", || native::tests_of(project, LAMBDA).map(|tests| [tests]));
            lambda(project, &mut report, tests.as_ref().map(<[Tests; 1]>::as_slice));
        }
        Part::Browser(name) => {
            let has_server = has_server(project, &mut report);
            let has_site = has_server && report.step("front end", || frontend::build(project, Edition::Release));
            browser_tests(project, &mut report, &name, has_site);
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
        [part, options @ ..] if part == "simulation" => seeds(options),
        [part] if part == "lambda" => Ok(Part::Lambda),
        [part] if part == "browser" => Ok(Part::Browser(String::new())),
        [part, name] if part == "browser" => Ok(Part::Browser(name.clone())),
        _ => {
            bail!(
                "'test' takes nothing, 'rust', 'policies', 'dynamodb-local', 'simulation [--seeds N] [--from S]', 'lambda', 'browser' or 'browser NAME', not '{}'",
                arguments.join(" ")
            )
        }
    }
}

/// Seeds that are run where nobody says how many, and where they begin.
fn seeds(options: &[String]) -> Result<Part> {
    let (mut seeds, mut from) = (200, 0);
    for pair in options.chunks(2) {
        match pair {
            [name, value] if name == "--seeds" => seeds = value.parse().context("--seeds wants a number")?,
            [name, value] if name == "--from" => from = value.parse().context("--from wants a number")?,
            other => bail!("'test simulation' takes '--seeds N' and '--from S', not '{}'", other.join(" ")),
        }
    }
    Ok(Part::Simulation { seeds, from })
}

/// What is printed of a seed that fails is the shortest history of it that is found.
fn simulation(project: &Project, seeds: u64, from: u64) -> Result<()> {
    let tests = native::tests_of(project, "simulation")?;
    process::run(
        command(&tests.executable)
            .current_dir(&tests.directory)
            .args(["--nocapture", "whatever_happens_everything_holds"])
            .env("XUESHI_SEEDS", seeds.to_string())
            .env("XUESHI_FROM", from.to_string()),
    )
}

/// Two files of tests that need something made before: calls on record, and the Lambda executable.
const POLICIES: &str = "policies";
const LAMBDA: &str = "lambda";

/// Checks what is written in Rust; gives the executables with tests.
fn rust(project: &Project, report: &mut Report) -> Option<Vec<Tests>> {
    let cargo = |arguments: &[&str]| process::run(command("cargo").current_dir(project.root()).args(arguments));
    report.step("format", || cargo(&["fmt", "--all", "--check"]));
    let tests = report.step_with("compile", || native::tests(project));
    let Some(all) = &tests else {
        report.skip("tests");
        report.skip("policies");
        return None;
    };
    let is_recorded =
        recording(project, report, all.iter().filter(|one| ![POLICIES, LAMBDA].contains(&one.name.as_str())));
    let policies_tests = executables::named(all, POLICIES).ok().filter(|_| is_recorded);
    policies(project, report, policies_tests);
    // Examples in comments, some of which must not compile.
    report.step("comments", || cargo(&["test", "--workspace", "--doc", "--quiet"]));
    report.step("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]));
    tests
}

/// Where the endpoint tests write down what they call.
fn calls(project: &Project) -> PathBuf {
    project.target().join("calls")
}

/// Runs tests that write down what the endpoints call; says whether all passed. Calls of tests that failed would be missing.
fn recording<'a>(project: &Project, report: &mut Report, tests: impl IntoIterator<Item = &'a Tests>) -> bool {
    let calls = calls(project);
    let mut timed = Vec::new();
    let has_passed = report.step("tests", || {
        if calls.exists() {
            fs::remove_dir_all(&calls).with_context(|| format!("cannot remove {}", calls.display()))?;
        }
        let (times, result) = executables::run(tests, &[("XUESHI_CALLS", &calls)]);
        timed = times;
        result
    });
    report.add_tests(timed);
    has_passed
}

/// Nothing missing, nothing granted in excess.
fn policies(project: &Project, report: &mut Report, tests: Option<&Tests>) {
    match tests {
        Some(tests) => {
            report.step("policies", || executables::run([tests], &[("XUESHI_CALLS", &calls(project))]).1);
        }
        None => report.skip("policies"),
    }
}

/// Every endpoint by its own process of the executable that is deployed.
fn lambda(project: &Project, report: &mut Report, tests: Option<&[Tests]>) {
    let bootstrap = project.bootstrap();
    match tests.map(|tests| executables::named(tests, LAMBDA)) {
        Some(Ok(tests)) if bootstrap.is_file() => {
            let mut timed = Vec::new();
            report.step("lambda", || {
                let (times, result) = executables::run([tests], &[("XUESHI_BOOTSTRAP", &bootstrap)]);
                timed = times;
                result
            });
            report.add_tests(timed);
        }
        _ => report.skip("lambda"),
    }
}

fn has_server(project: &Project, report: &mut Report) -> bool {
    report.step("local server", || server::build(project).map(drop))
}

fn browser_tests(project: &Project, report: &mut Report, name: &str, has_site: bool) {
    if has_site {
        run_browser_tests(project, report, "browser tests", name, None);
    } else {
        report.skip("browser tests");
    }
}

/// One browser test with every call of the API through `bootstrap` processes, as in the cloud.
fn browser_test_through_functions(project: &Project, report: &mut Report, has_site: bool) {
    let bootstrap = project.bootstrap();
    if has_site && bootstrap.is_file() {
        run_browser_tests(project, report, "functions", "submit", Some(&bootstrap));
    } else {
        report.skip("functions");
    }
}

fn run_browser_tests(project: &Project, report: &mut Report, step: &'static str, name: &str, functions: Option<&Path>) {
    let mut timed = Vec::new();
    report.step(step, || {
        let files = browser_test_files(&project.browser_tests(), name)?;
        if files.is_empty() {
            bail!("no file tests/browser/*{name}*.test.mjs");
        }
        let tools = setup::for_browser_tests(project)?;
        let mut node = command("node");
        node.current_dir(project.root())
            .arg(project.browser_tests().join("run.mjs"))
            .args(files)
            .env("CHROME", tools.chromium)
            .env("XUESHI_PYTHON", tools.python)
            .env("XUESHI_LOCAL", server::executable(project))
            .env("XUESHI_SITE", project.site())
            .envs(functions.map(|bootstrap| ("XUESHI_FUNCTIONS", bootstrap)));
        process::run_heard(&mut node, |line| timed.extend(time_of_browser_test(line)))
    });
    report.add_tests(timed);
}

/// What the browser tests' own runner says of each of its slowest tests: `   12.3 s  submit.test.mjs: name`.
fn time_of_browser_test(line: &str) -> Option<Timed> {
    let (seconds, name) = line.trim_start().split_once(" s  ")?;
    let took = Duration::try_from_secs_f64(seconds.parse().ok()?).ok()?;
    name.contains(".test.mjs: ").then(|| Timed { name: name.to_owned(), took })
}

/// The files are named one by one because versions of node differ in what they make of a directory.
fn browser_test_files(directory: &Path, name: &str) -> Result<Vec<PathBuf>> {
    let is_wanted = |path: &PathBuf| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        file.strip_suffix(".test.mjs").is_some_and(|test| test.contains(name))
    };
    Ok(files_below(directory)?.into_iter().filter(is_wanted).collect())
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
        assert_eq!(parsed("browser sign_in").expect("valid"), Part::Browser("sign_in".into()));
        let simulation = Part::Simulation { seeds: 20, from: 7 };
        assert_eq!(parsed("simulation --seeds 20 --from 7").expect("valid"), simulation);
        assert_eq!(parsed("simulation").expect("valid"), Part::Simulation { seeds: 200, from: 0 });
        assert!(parsed("simulation --seeds").is_err());
        assert!(parsed("browse").is_err());
    }

    #[test]
    fn the_times_of_browser_tests_are_read_from_what_their_runner_prints() {
        let timed = time_of_browser_test("   12.3 s  submit.test.mjs: a nurse submits").expect("a time");
        assert_eq!(timed.took, Duration::from_millis(12_300));
        assert_eq!(timed.name, "submit.test.mjs: a nurse submits");
        assert_eq!(time_of_browser_test("browser tests: 600 s, 3 files at once"), None);
    }
}
