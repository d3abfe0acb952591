//! Trunk and wasm-bindgen, installed by Cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use super::cache::{Tool, ToolCache};
use crate::process::{self, answers, command};
use crate::progress::Planned;

/// The newest version that the oldest supported compiler builds.
const TRUNK_VERSION: &str = "0.21.14";

/// Trunk. Update checks and downloads of further tools are left out: everything is pinned and installed here.
pub fn trunk() -> CargoTool {
    CargoTool {
        package: "trunk",
        executable: "trunk",
        version: TRUNK_VERSION.to_owned(),
        options: &["--no-default-features"],
        // It copies and minifies a few pages.
        optimisation: "0",
        cost: Duration::from_mins(5),
    }
}

/// wasm-bindgen, which must be of the very version that Cargo.lock names: the crate and the program share a private format.
pub fn wasm_bindgen(cargo_lock: &str) -> Result<CargoTool> {
    let version = locked_version(cargo_lock, "wasm-bindgen")
        .context("Cargo.lock names no wasm-bindgen; the front end cannot be built without it")?;
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        executable: "wasm-bindgen",
        version: version.to_owned(),
        options: &[],
        // It reads and rewrites megabytes, five times a build.
        optimisation: "1",
        cost: Duration::from_mins(3),
    })
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version<'a>(cargo_lock: &'a str, package: &str) -> Option<&'a str> {
    let name_line = format!("name = \"{package}\"");
    let mut lines = cargo_lock.lines().skip_while(|line| *line != name_line);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

pub struct CargoTool {
    package: &'static str,
    executable: &'static str,
    version: String,
    options: &'static [&'static str],
    /// The level of `opt-level`: the tool runs for seconds and compiles for minutes.
    optimisation: &'static str,
    cost: Duration,
}

impl CargoTool {
    pub fn provide(&self, cache: &ToolCache) -> Result<()> {
        self.with(|tool| cache.provide(tool)).map(drop)
    }

    /// The directory of the executable, once it is provided.
    pub fn path(&self, cache: &ToolCache) -> PathBuf {
        self.with(|tool| cache.place(tool)).join("bin")
    }

    /// The step that provides it, unless it is there.
    pub fn plan(&self, cache: &ToolCache, line: usize) -> Option<Planned> {
        self.with(|tool| cache.plan(tool, line))
    }

    fn with<T>(&self, work: impl FnOnce(&Tool) -> T) -> T {
        work(&Tool {
            directory: format!("{}-{}", self.executable, self.version),
            title: format!("{} {}", self.executable, self.version),
            cost: self.cost,
            is_complete: &|place| self.is_complete(place),
            build: &|place| self.build(place),
        })
    }

    fn is_complete(&self, place: &Path) -> bool {
        process::read(command(place.join("bin").join(self.executable)).arg("--version"))
            .is_ok_and(|printed| printed.split_whitespace().any(|word| word == self.version))
    }

    fn build(&self, place: &Path) -> Result<()> {
        if self.download(place) {
            return Ok(());
        }
        // Some releases lock a dependency that was withdrawn later, and can only be built with a newer one.
        self.compile(place, &["--locked"]).or_else(|_| self.compile(place, &[]))
    }

    /// Takes a prebuilt executable where `cargo binstall` is installed and finds one.
    fn download(&self, place: &Path) -> bool {
        if !answers("cargo", &["binstall", "-V"]) {
            return false;
        }
        let package = format!("{}@{}", self.package, self.version);
        let mut binstall = command("cargo");
        binstall
            .args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"])
            .arg(place)
            .arg(package);
        process::run(&mut binstall).is_ok() && self.is_complete(place)
    }

    fn compile(&self, place: &Path, lock: &[&str]) -> Result<()> {
        // A directory that outlives an interruption lets the next attempt continue where this one ended.
        let objects = place.with_extension("objects");
        process::run(
            command("cargo")
                .args(["install", "--quiet", self.package, "--version", &self.version, "--root"])
                .arg(place)
                .args(lock)
                .args(self.options)
                .current_dir(place)
                .env("CARGO_TARGET_DIR", &objects)
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.optimisation)
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
        )?;
        // They are of no use any more, and it does no harm if they stay.
        let _ = fs::remove_dir_all(&objects);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.1"

[[package]]
name = "wasm-bindgen"
version = "0.2.127"
source = "registry"
"#;

    #[test]
    fn the_version_is_that_of_the_package_with_the_very_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.127"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
        assert_eq!(locked_version("name = \"wasm-bindgen\"", "wasm-bindgen"), None);
    }
}
