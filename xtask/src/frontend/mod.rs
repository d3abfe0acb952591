//! Builds the browser applications into `target/site`, as they are served.
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
use crate::process::{self, command};
use crate::progress::{ready, step};
use crate::project::Project;
use crate::setup::{self, FrontendTools};

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
    App { name: "me", source: "me.html", page: "me/index.html" },
    App { name: "unit", source: "unit.html", page: "unit/index.html" },
    App { name: "operator", source: "operator.html", page: "operator/index.html" },
];

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

/// Brings `target/site` up to date.
pub fn build(project: &Project) -> Result<()> {
    let tools = setup::for_frontend(project)?;
    let fingerprint = fingerprint(project, &tools)?;
    let stamp = project.target().join("site.stamp");
    if project.site().is_dir() && fs::read_to_string(&stamp).is_ok_and(|built| built == fingerprint) {
        ready("front end");
        return Ok(());
    }
    step("building the front end", || build_site(project, &tools))?;
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
fn build_site(project: &Project, tools: &FrontendTools) -> Result<()> {
    // Trunk works without a network, and so does the Cargo that it calls.
    process::run(command("cargo").current_dir(project.root()).args(["fetch", "--quiet", "--locked"]))?;
    let next = project.target().join("site.next");
    empty(&next)?;
    let worker = step("compiling the worker for spreadsheets", || worker::add(project, tools, &next))?;
    write_list(&list_of_files(project, WORKER), &worker.files)?;
    for app in &APPS {
        let dist = project.target().join("trunk").join(app.name);
        step(&format!("compiling {} to WebAssembly", app.name), || run_trunk(project, tools, app, &dist))?;
        let files = assemble::add(app, &dist, &project.root().join("frontend"), &worker, &next)?;
        write_list(&list_of_files(project, app.name), &files)?;
    }
    let plain = project.root().join("frontend").join(PLAIN_PAGE).join(format!("{PLAIN_PAGE}.html"));
    let place = format!("{PLAIN_PAGE}/index.html");
    write_list(&list_of_files(project, PLAIN_PAGE), &plain_page::add(&plain, &place, &next)?)?;
    let mut kept = Vec::new();
    for (name, page) in APPS.iter().map(|app| (app.name, app.page)).chain([(PLAIN_PAGE, place.as_str())]) {
        kept.push((page, files_of(project, name)?));
    }
    service_worker::add(&project.root().join("frontend/pwa"), &kept, &next)?;
    step("compressing", || process::run(command("node").arg(project.root().join("xtask/precompress.mjs")).arg(&next)))?;
    replace(&project.site(), &next)
}

/// Where the names of an application's files are kept: one directory holds those of all.
fn list_of_files(project: &Project, name: &str) -> PathBuf {
    project.target().join(format!("site.{name}.files"))
}

fn write_list(list: &Path, files: &[PathBuf]) -> Result<()> {
    let lines: String = files.iter().map(|file| format!("{}\n", file.display())).collect();
    fs::write(list, lines).with_context(|| format!("cannot write {}", list.display()))
}

/// The files of an application, relative to the site.
fn files_of(project: &Project, name: &str) -> Result<Vec<PathBuf>> {
    let list = list_of_files(project, name);
    let lines = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    Ok(lines.lines().map(PathBuf::from).collect())
}

fn run_trunk(project: &Project, tools: &FrontendTools, app: &App, dist: &Path) -> Result<()> {
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
