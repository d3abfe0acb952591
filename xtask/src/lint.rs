//! `cargo xtask lint`: the linters of the cloud's templates, each in a Python environment of its own that all checkouts
//! share. What checkov is told to overlook stands in `infra/.checkov.yaml`, with the reason.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process::{self, command};
use crate::project::Project;
use crate::setup;

/// What the interpreter is asked to run.
pub const SAM: [&str; 2] = ["-m", "samcli"];
pub const CFN_LINT: [&str; 2] = ["-c", "import sys; from cfnlint.runner import main; sys.exit(main())"];
pub const CHECKOV: [&str; 2] = ["-m", "checkov.main"];

/// Deployed in any partition.
const EVERYWHERE: [&str; 2] = ["infra/template.yaml", "infra/key.yaml"];
/// Of what China's regions do not know.
const GLOBAL: [&str; 2] = ["infra/waf.yaml", "infra/screen-addresses.yaml"];
/// Linters ask for a region to check against, and call nobody.
const REGION: &str = "cn-northwest-1";

pub fn run(project: &Project) -> Result<()> {
    let tools = setup::for_linting()?;
    let call = |environment: &Path, program: [&str; 2], arguments: &[&str]| {
        process::run(
            python(environment, program)
                .current_dir(project.root())
                .args(arguments)
                .env("AWS_DEFAULT_REGION", REGION)
                .env("SAM_CLI_TELEMETRY", "0"),
        )
    };
    call(&tools.sam, SAM, &["validate", "--lint", "--template-file", EVERYWHERE[0]])?;
    call(&tools.sam, CFN_LINT, &[&["--config-file", "infra/.cfnlintrc", "--"], &EVERYWHERE[..]].concat())?;
    call(&tools.sam, CFN_LINT, &[&["--regions", "us-east-1", "--"], &GLOBAL[..]].concat())?;
    // Starting takes it longer than checking.
    call(
        &tools.checkov,
        CHECKOV,
        &[&["--config-file", "infra/.checkov.yaml", "--file"], &EVERYWHERE[..], &GLOBAL[..]].concat(),
    )?;
    println!("checkov: no template has a finding that infra/.checkov.yaml does not explain");
    Ok(())
}

/// Where the linters are.
pub struct Linters {
    /// With cfn-lint, which it uses.
    pub sam: PathBuf,
    pub checkov: PathBuf,
}

/// Calls a program by its environment's interpreter: scripts of an environment break when it is moved to its place.
pub fn python(environment: &Path, program: [&str; 2]) -> Command {
    let mut python = command(environment.join("bin/python"));
    python.args(program);
    python
}
