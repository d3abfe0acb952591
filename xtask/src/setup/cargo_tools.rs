//! Trunk and wasm-bindgen, installed by Cargo.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::cache::{Tool, ToolCache};
use crate::process::{self, answers, command};

/// The newest version that the oldest supported compiler builds.
const TRUNK_VERSION: &str = "0.21.14";

/// Returns the directory of the executable `trunk`.
pub fn trunk(cache: &ToolCache) -> Result<PathBuf> {
    let tool = CargoTool {
        package: "trunk",
        executable: "trunk",
        // Update checks and downloads of further tools are left out: everything is pinned and installed here.
        options: &["--no-default-features"],
        cost: "about 6 minutes on two cores",
    };
    tool.provide(cache, TRUNK_VERSION)
}

/// Returns the directory of the executable `wasm-bindgen`, which must be of the very version that Cargo.lock names:
/// the crate and the program share a private format.
pub fn wasm_bindgen(cache: &ToolCache, cargo_lock: &str) -> Result<PathBuf> {
    let version = locked_version(cargo_lock, "wasm-bindgen")
        .context("Cargo.lock names no wasm-bindgen; the front end cannot be built without it")?;
    let tool = CargoTool {
        package: "wasm-bindgen-cli",
        executable: "wasm-bindgen",
        options: &[],
        cost: "about 4 minutes on two cores",
    };
    tool.provide(cache, version)
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version<'a>(cargo_lock: &'a str, package: &str) -> Option<&'a str> {
    let name_line = format!("name = \"{package}\"");
    let mut lines = cargo_lock.lines().skip_while(|line| *line != name_line);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

struct CargoTool {
    package: &'static str,
    executable: &'static str,
    options: &'static [&'static str],
    cost: &'static str,
}

impl CargoTool {
    fn provide(&self, cache: &ToolCache, version: &str) -> Result<PathBuf> {
        let place = cache.provide(&Tool {
            directory: format!("{}-{version}", self.executable),
            title: format!("{} {version}", self.executable),
            cost: self.cost,
            is_complete: &|place| self.is_complete(place, version),
            build: &|place| self.build(place, version),
        })?;
        Ok(place.join("bin"))
    }

    fn is_complete(&self, place: &Path, version: &str) -> bool {
        process::read(command(place.join("bin").join(self.executable)).arg("--version"))
            .is_ok_and(|printed| printed.split_whitespace().any(|word| word == version))
    }

    fn build(&self, place: &Path, version: &str) -> Result<()> {
        if self.download(place, version) {
            return Ok(());
        }
        // Some releases lock a dependency that was withdrawn later, and can only be built with a newer one.
        self.compile(place, version, &["--locked"]).or_else(|_| self.compile(place, version, &[]))
    }

    /// Takes a prebuilt executable where `cargo binstall` is installed and finds one.
    fn download(&self, place: &Path, version: &str) -> bool {
        if !answers("cargo", &["binstall", "-V"]) {
            return false;
        }
        let package = format!("{}@{version}", self.package);
        let mut binstall = command("cargo");
        binstall
            .args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"])
            .arg(place)
            .arg(package);
        process::run(&mut binstall).is_ok() && self.is_complete(place, version)
    }

    fn compile(&self, place: &Path, version: &str, lock: &[&str]) -> Result<()> {
        // A directory that outlives an interruption lets the next attempt continue where this one ended.
        let objects = place.with_extension("objects");
        process::run(
            command("cargo")
                .args(["install", self.package, "--version", version, "--root"])
                .arg(place)
                .args(lock)
                .args(self.options)
                .current_dir(place)
                .env("CARGO_TARGET_DIR", &objects)
                // The tool runs for seconds and compiles for minutes.
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
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
