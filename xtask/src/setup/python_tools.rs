//! The linters of the cloud's templates, which are written in Python.

use std::path::PathBuf;

use anyhow::Result;

use super::cache::{Tool, ToolCache};
use crate::lint::{CHECKOV, Linters, SAM, python};
use crate::process::{self, command};

const SAM_VERSION: &str = "1.170.0";
const CFN_LINT_VERSION: &str = "1.58.0";
const CHECKOV_VERSION: &str = "3.3.30";

pub fn provide(cache: &ToolCache) -> Result<Linters> {
    let sam = [format!("aws-sam-cli=={SAM_VERSION}"), format!("cfn-lint=={CFN_LINT_VERSION}")];
    let checkov = [format!("checkov=={CHECKOV_VERSION}")];
    Ok(Linters {
        sam: environment(cache, SAM, &format!("sam-{SAM_VERSION}"), &sam)?,
        checkov: environment(cache, CHECKOV, &format!("checkov-{CHECKOV_VERSION}"), &checkov)?,
    })
}

/// One environment per tool: they disagree about what they need.
fn environment(cache: &ToolCache, program: [&str; 2], title: &str, packages: &[String]) -> Result<PathBuf> {
    cache.provide(&Tool {
        directory: title.to_owned(),
        title: title.to_owned(),
        cost: "about 2 minutes",
        is_complete: &|place| process::read(python(place, program).arg("--version")).is_ok(),
        build: &|place| {
            process::run(command("python3").args(["-m", "venv"]).arg(place))?;
            process::run(command(place.join("bin/python")).args(["-m", "pip", "install", "--quiet"]).args(packages))
        },
    })
}
