//! Builds the browser applications into `target/site`, as they are deployed, or into `target/site-quick`, for this machine.
//!
//! `/`, `/me/`, `/unit/` and `/operator/` are Trunk targets of one crate, so that a phone does not download screens that it
//! does not show; `/verify/` is a page without a program; the worker for spreadsheets is loaded on demand. Everything whose
//! name carries a hash is below `/assets/` and never changes; everything else may change with each release.

mod assemble;
mod bytes;
mod loading_screen;
mod plain_page;
mod service_worker;
mod start_script;
mod worker;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub use self::bytes::print as print_bytes;
use crate::fingerprint::Fingerprint;
use crate::parallel;
use crate::process::{self, command};
use crate::progress::{ready, step};
use crate::project::Project;
use crate::setup::cache::lock;
use crate::setup::{self, FrontendTools, Purpose};

/// One browser application.
pub struct App {
    /// The name of its binary in the crate `frontend`.
    pub name: &'static str,
    /// The page that Trunk starts from, in `frontend/`.
    pub source: &'static str,
    /// Where that page goes in the site.
    pub page: &'static str,
}

pub const APPS: [App; 4] = [
    App { name: "professional", source: "index.html", page: "index.html" },
    App { name: "account", source: "account.html", page: "me/index.html" },
    App { name: "unit", source: "unit.html", page: "unit/index.html" },
    App { name: "operator", source: "operator.html", page: "operator/index.html" },
];

/// For whom the front end is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// For phones: every kilobyte is paid for. What is deployed, tested and measured.
    Release,
    /// For the machine that builds it: in a third of the time, neither as small as it can be nor compressed.
    Quick,
}

impl Edition {
    fn profile(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Quick => "wasm-quick",
        }
    }

    pub fn site(self, project: &Project) -> PathBuf {
        match self {
            Self::Release => project.site(),
            Self::Quick => project.target().join("site-quick"),
        }
    }

    /// What is on the way to the site, and beside it.
    fn workplace(self, project: &Project) -> PathBuf {
        project.target().join(self.profile())
    }

    fn purpose(self) -> Purpose {
        match self {
            Self::Release => Purpose::Release,
            Self::Quick => Purpose::Quick,
        }
    }

    /// The first build compiles all libraries and is another thing than the next ones.
    pub fn step_name(self, project: &Project) -> &'static str {
        let is_first = !project.wasm_target().join(worker::TARGET).join(self.profile()).exists();
        match (self, is_first) {
            (Self::Release, true) => "building the front end for phones for the first time",
            (Self::Release, false) => "building the front end for phones",
            (Self::Quick, true) => "building the front end for this machine for the first time",
            (Self::Quick, false) => "building the front end for this machine",
        }
    }

    pub fn is_built(self, project: &Project) -> bool {
        self.site(project).is_dir()
    }
}

/// The page that needs no program: 公开核验.
const PLAIN_PAGE: &str = "verify";

/// What is loaded on demand: the worker for spreadsheets.
const WORKER: &str = worker::NAME;

/// All that the result depends on.
const INPUTS: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "domain",
    "frontend",
    "sheets",
    "xtask/package-lock.json",
    "xtask/precompress.mjs",
    "xtask/src/frontend",
];

/// Brings the site of an edition up to date.
pub fn build(project: &Project, edition: Edition) -> Result<()> {
    let tools = setup::for_frontend(project, edition.purpose())?;
    // Two that build the same at once would take each other's files away.
    let workplace = edition.workplace(project);
    fs::create_dir_all(&workplace).with_context(|| format!("cannot create {}", workplace.display()))?;
    let _lock = lock(&workplace.join("lock"), "the front end")?;
    let fingerprint = fingerprint(project, &tools)?;
    let stamp = workplace.join("stamp");
    if edition.is_built(project) && fs::read_to_string(&stamp).is_ok_and(|built| built == fingerprint) {
        ready("front end");
        return Ok(());
    }
    step(edition.step_name(project), || build_site(project, &tools, edition))?;
    fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))
}

fn fingerprint(project: &Project, tools: &FrontendTools) -> Result<String> {
    let mut fingerprint = Fingerprint::new();
    fingerprint.add(tools.wasm.version.as_bytes());
    for directory in &tools.path {
        // The versions of the tools are part of their paths.
        fingerprint.add(directory.as_os_str().as_encoded_bytes());
    }
    for input in INPUTS {
        fingerprint.add_files(project.root(), input)?;
    }
    Ok(fingerprint.hex())
}

/// Builds beside the site and swaps at the end, so that a failed build leaves the last good one, and a running server
/// never sees half of a new one.
fn build_site(project: &Project, tools: &FrontendTools, edition: Edition) -> Result<()> {
    // Trunk works without a network, and so does the Cargo that it calls.
    process::run(command("cargo").current_dir(project.root()).args(["fetch", "--quiet", "--locked"]))?;
    let workplace = edition.workplace(project);
    let next = workplace.join("site");
    empty(&next)?;
    step(&format!("compiling in {}", edition.profile()), || compile(project, tools, edition))?;
    let dist = |app: &App| workplace.join(app.name);
    // The longest first.
    let mut pages: Vec<_> = APPS.iter().rev().collect();
    pages.sort_by_key(|app| app.name != "unit");
    let worker = step(&format!("making pages of {}", edition.profile()), || {
        let worker = std::sync::OnceLock::new();
        let worker_job =
            || worker::bind(tools, edition, &project.wasm_target(), &workplace).map(|made| drop(worker.set(made)));
        let jobs = pages.iter().map(|app| parallel::job(|| run_trunk(project, tools, edition, app, &dist(app))));
        parallel::all(std::iter::once(parallel::job(worker_job)).chain(jobs).collect())?;
        worker.into_inner().context("the worker for spreadsheets was not made")
    })?;
    let worker = worker.put(&next)?;
    write_list(&list_of_files(project, edition, WORKER), &worker.files)?;
    for app in &APPS {
        let files = assemble::add(app, &dist(app), &project.root().join("frontend"), &worker, &next)?;
        write_list(&list_of_files(project, edition, app.name), &files)?;
    }
    let plain = project.root().join("frontend").join(PLAIN_PAGE).join(format!("{PLAIN_PAGE}.html"));
    let place = format!("{PLAIN_PAGE}/index.html");
    write_list(&list_of_files(project, edition, PLAIN_PAGE), &plain_page::add(&plain, &place, &next)?)?;
    let mut kept = Vec::new();
    for (name, page) in APPS.iter().map(|app| (app.name, app.page)).chain([(PLAIN_PAGE, place.as_str())]) {
        kept.push((page, files_of(project, edition, name)?));
    }
    service_worker::add(&project.root().join("frontend/pwa"), &kept, &next)?;
    if edition == Edition::Release {
        let precompress = project.root().join("xtask/precompress.mjs");
        step("compressing", || process::run(command("node").arg(precompress).arg(&next)))?;
    }
    replace(&edition.site(project), &next)
}

/// Compiles the apps by one call and the worker by another, both at once: the last step of each binary, which optimises all of
/// it together, leaves a core to others. Trunk then finds its own call's work done, because flags and features are the same.
fn compile(project: &Project, tools: &FrontendTools, edition: Edition) -> Result<()> {
    let cargo = |package: &str, profile: &str| {
        let mut cargo = command("cargo");
        cargo
            .current_dir(project.root())
            .args(["build", "--locked", "--offline", "--target", worker::TARGET, "--bins"])
            .args(["--package", package, "--profile", profile])
            .env("CARGO_TARGET_DIR", project.wasm_target())
            .envs(tools.wasm.environment.iter().map(|(name, value)| (name, value)));
        process::run(&mut cargo)
    };
    parallel::all(vec![
        parallel::job(|| cargo("frontend", edition.profile())),
        parallel::job(|| cargo(worker::NAME, worker::profile(edition))),
    ])
}

/// Where the names of an application's files are kept: one directory holds those of all.
fn list_of_files(project: &Project, edition: Edition, name: &str) -> PathBuf {
    edition.workplace(project).join(format!("{name}.files"))
}

fn write_list(list: &Path, files: &[PathBuf]) -> Result<()> {
    let lines: String = files.iter().map(|file| format!("{}\n", file.display())).collect();
    fs::write(list, lines).with_context(|| format!("cannot write {}", list.display()))
}

/// The files of an application, relative to the site.
fn files_of(project: &Project, edition: Edition, name: &str) -> Result<Vec<PathBuf>> {
    let list = list_of_files(project, edition, name);
    let lines = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    Ok(lines.lines().map(PathBuf::from).collect())
}

fn run_trunk(project: &Project, tools: &FrontendTools, edition: Edition, app: &App, dist: &Path) -> Result<()> {
    let directories: Vec<&Path> = tools.path.iter().map(PathBuf::as_path).collect();
    empty(dist)?;
    process::run(
        command("trunk")
            // Its one warning, at each build, is that its minifier does not know the syntax of wasm-bindgen's script.
            .args(["--log", "error", "build"])
            .arg(project.root().join("frontend").join(app.source))
            .arg("--config")
            .arg(project.root().join("Trunk.toml"))
            .arg("--dist")
            .arg(dist)
            .args(["--cargo-profile", edition.profile()])
            // Only what is for phones is worth wasm-opt's time.
            .args(["--release", if edition == Edition::Release { "true" } else { "false" }])
            .current_dir(project.root())
            .env("PATH", process::path_with(&directories)?)
            .env("CARGO_TARGET_DIR", project.wasm_target())
            .envs(tools.wasm.environment.iter().map(|(name, value)| (name, value)))
            // Trunk reads a colour wish of other programs as an option of its own, and refuses to start.
            .env_remove("NO_COLOR"),
    )
}

fn empty(directory: &Path) -> Result<()> {
    remove(directory)?;
    fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))
}

fn remove(directory: &Path) -> Result<()> {
    if directory.exists() {
        fs::remove_dir_all(directory).with_context(|| format!("cannot remove {}", directory.display()))?;
    }
    Ok(())
}

fn replace(site: &Path, next: &Path) -> Result<()> {
    let old = site.with_extension("old");
    remove(&old)?;
    if site.exists() {
        fs::rename(site, &old).with_context(|| format!("cannot move {} away", site.display()))?;
    }
    fs::rename(next, site).with_context(|| format!("cannot create {}", site.display()))?;
    remove(&old)
}
