//! A Rust toolchain that compiles to WebAssembly. Most machines are one `rustup target add` away from it; where rustup
//! must not download anything, Debian's compiler serves, with a standard library that is built once from its sources.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::apt;
use super::cache::{Tool, ToolCache};
use crate::process::{self, answers, command};
use crate::progress::{ready, step};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_RUSTDOC: &str = "/usr/bin/rustdoc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-19";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
/// Raised when the standard library has to be built differently, so that nobody keeps an old one.
const RECIPE: u32 = 2;
/// A browser shows nobody what a panic says, and there is nothing that could print it: the words and the places of panics,
/// and all that writes them, are left out of library and program. Some 15 KiB of each app, as a phone loads it.
const WITHOUT_WORDS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none";

/// Leptos' views without the type of each: a fifth less to load. `.cargo/config.toml` says the same for other compilers.
const WITHOUT_TYPES: &str = "--cfg erase_components";

/// A compiler and its WebAssembly standard library.
pub struct WasmToolchain {
    /// What has to be set in the environment of Cargo for a WebAssembly build, and for such a build only.
    pub environment: Vec<(&'static str, OsString)>,
    /// What `rustc -vV` prints: a different text means that everything has to be built again.
    pub version: String,
}

pub fn provide(cache: &ToolCache) -> Result<WasmToolchain> {
    if default_compiler_has_std() || add_with_rustup() {
        ready("WebAssembly standard library");
        return Ok(WasmToolchain { environment: Vec::new(), version: process::read(command("rustc").arg("-vV"))? });
    }
    if !debian_compiler_is_complete() {
        apt::install(&DEBIAN_PACKAGES, "compiling to WebAssembly without rustup")?;
    }
    let sysroot = build_debian_std(cache)?;
    let mut flags = OsString::from(format!("{WITHOUT_WORDS} {WITHOUT_TYPES} --sysroot="));
    flags.push(sysroot);
    Ok(WasmToolchain {
        environment: vec![
            ("RUSTC", DEBIAN_RUSTC.into()),
            ("RUSTDOC", DEBIAN_RUSTDOC.into()),
            // Only for this target: build scripts and macros run on the machine, with the compiler's own library.
            ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags),
            // The flags are not stable yet; this compiler and its library are of one version and built for each other.
            ("RUSTC_BOOTSTRAP", "1".into()),
        ],
        // The recipe of the library among it, because another one needs another build.
        version: format!("{}{RECIPE}", process::read(command(DEBIAN_RUSTC).arg("-vV"))?),
    })
}

fn default_compiler_has_std() -> bool {
    let Ok(sysroot) = sysroot_of("rustc") else { return false };
    holds_std(&library_directory(&sysroot))
}

/// `RUSTUP_AUTO_INSTALL=0` is how a machine says that its toolchains are not to be changed.
fn add_with_rustup() -> bool {
    if env::var_os("RUSTUP_AUTO_INSTALL").is_some_and(|value| value == "0") || !answers("rustup", &["--version"]) {
        return false;
    }
    let added = step("adding the WebAssembly standard library with rustup", || {
        process::run(command("rustup").args(["target", "add", TARGET]))
    });
    if let Err(error) = &added {
        println!("… rustup could not add it ({error:#}); trying Debian's compiler");
    }
    added.is_ok() && default_compiler_has_std()
}

fn debian_compiler_is_complete() -> bool {
    let has_sources =
        sysroot_of(DEBIAN_RUSTC).is_ok_and(|sysroot| sysroot.join("lib/rustlib/src/rust/library").is_dir());
    has_sources && answers(DEBIAN_CARGO, &["-V"]) && answers(DEBIAN_LINKER, &["--version"])
}

fn build_debian_std(cache: &ToolCache) -> Result<PathBuf> {
    let version = process::read(command(DEBIAN_RUSTC).arg("-vV"))?;
    let release = version_field(&version, "release").context("rustc -vV names no release")?;
    let commit = version_field(&version, "commit-hash").unwrap_or("unknown");
    let commit = commit.get(..9).unwrap_or(commit);
    cache.provide(&Tool {
        directory: format!("wasm-std-{release}-{commit}-{RECIPE}"),
        title: format!("WebAssembly standard library for Debian's rustc {release}"),
        cost: Duration::from_secs(40),
        is_complete: &|sysroot| holds_std(&library_directory(sysroot)) && sysroot.join("complete").exists(),
        build: &|sysroot| {
            let host = version_field(&version, "host").context("rustc -vV names no host")?;
            let objects = sysroot.with_extension("objects");
            compile_std(&objects)?;
            copy_libraries(&objects, &library_directory(sysroot))?;
            link_linker(&sysroot.join("lib/rustlib").join(host).join("bin"))?;
            fs::write(sysroot.join("complete"), &version).context("cannot finish the standard library")?;
            super::cache::remove_directory(&objects)
        },
    })
}

/// Compiles an empty crate together with the standard library that it rests on.
fn compile_std(place: &Path) -> Result<()> {
    let cannot_write = || format!("cannot write to {}", place.display());
    fs::create_dir_all(place.join("src")).with_context(cannot_write)?;
    let manifest = "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    fs::write(place.join("Cargo.toml"), manifest).with_context(cannot_write)?;
    fs::write(place.join("src/lib.rs"), "#![no_std]\n").with_context(cannot_write)?;
    process::run(
        command(DEBIAN_CARGO)
            .args(["build", "--release", "--target", TARGET])
            .current_dir(place)
            .env("CARGO_TARGET_DIR", place.join("target"))
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
            .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "s")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1")
            // Without bitcode the library could not take part in link-time optimisation.
            .env("RUSTFLAGS", format!("-Cembed-bitcode=yes {WITHOUT_WORDS}"))
            .env("RUSTC", DEBIAN_RUSTC)
            .env("RUSTC_BOOTSTRAP", "1"),
    )
}

fn copy_libraries(objects: &Path, libraries: &Path) -> Result<()> {
    let built = objects.join("target").join(TARGET).join("release/deps");
    fs::create_dir_all(libraries).with_context(|| format!("cannot create {}", libraries.display()))?;
    for entry in fs::read_dir(&built).with_context(|| format!("cannot list {}", built.display()))? {
        let entry = entry.with_context(|| format!("cannot list {}", built.display()))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libnothing-") {
            fs::copy(entry.path(), libraries.join(&*name))
                .with_context(|| format!("cannot copy {name} to {}", libraries.display()))?;
        }
    }
    if !holds_std(libraries) {
        bail!("the build of the standard library left no libstd in {}", built.display());
    }
    Ok(())
}

/// rustc looks for its linker beside its libraries, under this name.
fn link_linker(directory: &Path) -> Result<()> {
    fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))?;
    let link = directory.join("rust-lld");
    symlink(DEBIAN_LINKER, &link).with_context(|| format!("cannot create {}", link.display()))
}

fn sysroot_of(rustc: &str) -> Result<PathBuf> {
    Ok(process::read(command(rustc).args(["--print", "sysroot"]))?.trim().into())
}

fn library_directory(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}

fn holds_std(libraries: &Path) -> bool {
    let Ok(entries) = fs::read_dir(libraries) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

/// A field of what `rustc -vV` prints.
fn version_field<'a>(version: &'a str, field: &str) -> Option<&'a str> {
    version.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_the_compiler_version_are_found_by_their_full_name() {
        let version = "rustc 1.96.0 (ac68faa20 2026-05-25)\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0\n";
        assert_eq!(version_field(version, "host"), Some("x86_64-unknown-linux-gnu"));
        assert_eq!(version_field(version, "release"), Some("1.96.0"));
        assert_eq!(version_field(version, "rel"), None);
    }
}
