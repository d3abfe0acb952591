//! The Lambda executable, one for all functions.

use std::path::PathBuf;

use std::env;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process::{self, command};
use crate::project::Project;

/// Builds it with the profile that it is deployed with; gives its path.
pub fn build(project: &Project) -> Result<PathBuf> {
    build_into(project, project.target())?;
    Ok(project.bootstrap())
}

/// The same, with another directory for everything on the way.
pub fn build_into(project: &Project, target: &Path) -> Result<PathBuf> {
    process::run(
        command("cargo")
            .current_dir(project.root())
            .args(["build", "--locked", "--profile", "function", "--package", "functions", "--bin", "bootstrap"])
            .env("CARGO_TARGET_DIR", target)
            .env("RUSTFLAGS", rust_flags(project)?),
    )?;
    Ok(target.join("function/bootstrap"))
}

/// Paths of this machine do not go into the executable: the same sources give the same bytes in any directory.
pub fn rust_flags(project: &Project) -> Result<String> {
    let cargo_home = match env::var_os("CARGO_HOME") {
        Some(directory) => PathBuf::from(directory),
        None => PathBuf::from(env::var_os("HOME").context("neither CARGO_HOME nor HOME is set")?).join(".cargo"),
    };
    let root = project.root().display();
    Ok(format!("--remap-path-prefix={root}=/xueshi --remap-path-prefix={}=/cargo", cargo_home.display()))
}
