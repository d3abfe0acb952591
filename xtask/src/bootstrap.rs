//! The Lambda executable, one for all functions.

use std::path::PathBuf;

use anyhow::Result;

use crate::process::{self, command};
use crate::project::Project;

/// Builds it with the profile that it is deployed with; gives its path.
pub fn build(project: &Project) -> Result<PathBuf> {
    process::run(command("cargo").current_dir(project.root()).args([
        "build",
        "--profile",
        "function",
        "--package",
        "functions",
        "--bin",
        "bootstrap",
    ]))?;
    Ok(project.executable("function", "bootstrap"))
}
