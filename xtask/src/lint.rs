//! `cargo xtask lint`: the linters of the cloud's templates, each in a Python environment of its own that all checkouts
//! share. What they are told to overlook stands in `infra/.checkov.yaml` and `infra/.cfnlintrc`, with the reason.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process::{self, command};
use crate::project::Project;
use crate::setup;

pub const SAM: &str = "samcli";
pub const CFN_LINT: &str = "cfnlint";
pub const CHECKOV: &str = "checkov.main";

const TEMPLATES: [&str; 3] = ["infra/template.yaml", "infra/key.yaml", "infra/waf.yaml"];
/// Linters ask for a region to check against, and call nobody.
const REGION: &str = "cn-northwest-1";

pub fn run(project: &Project) -> Result<()> {
    let tools = setup::for_linting()?;
    let call = |environment: &Path, module: &str, arguments: &[&str]| {
        process::run(
            python(environment, module)
                .current_dir(project.root())
                .args(arguments)
                .env("AWS_DEFAULT_REGION", REGION)
                .env("SAM_CLI_TELEMETRY", "0"),
        )
    };
    call(&tools.sam, SAM, &["validate", "--lint", "--template-file", TEMPLATES[0]])?;
    call(&tools.sam, CFN_LINT, &[&["--config-file", "infra/.cfnlintrc"], &TEMPLATES[..]].concat())?;
    for template in TEMPLATES {
        call(&tools.checkov, CHECKOV, &["--config-file", "infra/.checkov.yaml", "--file", template])?;
    }
    Ok(())
}

/// Where the linters are.
pub struct Linters {
    /// With cfn-lint, which it uses.
    pub sam: PathBuf,
    pub checkov: PathBuf,
}

/// Calls a module by its environment's interpreter: scripts of an environment break when it is moved to its place.
pub fn python(environment: &Path, module: &str) -> Command {
    let mut python = command(environment.join("bin/python"));
    python.args(["-m", module]);
    python
}
