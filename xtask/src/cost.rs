//! `cargo xtask cost`: what the cloud costs, from the measured request units. infra/cloud/src/cost.rs is the arithmetic.

use anyhow::Result;

use crate::process::{self, command};
use crate::project::Project;

pub fn run(project: &Project) -> Result<()> {
    process::run(
        command("cargo")
            .current_dir(project.root())
            .args(["run", "--quiet", "--package", "cloud", "--bin", "cost", "--"])
            .arg("tests/golden/request_units.json"),
    )
}
