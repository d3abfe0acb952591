//! The npm packages of a directory, as its package-lock.json pins them.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::apt;
use super::cache::lock;
use crate::process::{self, answers, command};
use crate::progress::{ready, step};
use crate::project::Project;

const NODE_MAJOR_AT_LEAST: u32 = 20;

/// Installs the packages of a directory of the checkout unless they already are what its lock file says, and returns
/// their `node_modules`.
pub fn provide(project: &Project, directory: &str) -> Result<PathBuf> {
    let place = project.root().join(directory);
    let modules = place.join("node_modules");
    let title = format!("npm packages of {directory}");
    let wanted = fs::read_to_string(place.join("package-lock.json"))
        .with_context(|| format!("cannot read {directory}/package-lock.json"))?;
    // A copy of the lock file, written last, says what is installed.
    let installed = modules.join(".installed-package-lock.json");
    let is_installed = || fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted);

    provide_node()?;
    fs::create_dir_all(project.target()).with_context(|| format!("cannot create {}", project.target().display()))?;
    let _lock = lock(&project.target().join("npm.lock"), &title)?;
    if is_installed() {
        ready(&title);
        return Ok(modules);
    }
    step(&format!("installing the {title}"), || {
        // No package here needs to run anything of its own to be installed, so none may.
        process::run(command("npm").args(["ci", "--ignore-scripts", "--loglevel=error"]).current_dir(&place))?;
        fs::write(&installed, &wanted).with_context(|| format!("cannot write {}", installed.display()))
    })?;
    Ok(modules)
}

fn provide_node() -> Result<()> {
    if !answers("node", &["--version"]) || !answers("npm", &["--version"]) {
        apt::install(&["nodejs", "npm"], "the front-end build")?;
    }
    let printed = process::read(command("node").arg("--version"))?;
    match major(&printed) {
        Some(major) if major >= NODE_MAJOR_AT_LEAST => Ok(()),
        _ => bail!("node {NODE_MAJOR_AT_LEAST} or newer is needed, and this is {}", printed.trim()),
    }
}

/// The first number of a version such as `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_node_prints() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20"), None);
    }
}
