//! The worker that reads and writes spreadsheets (`sheets/`): a program of its own, which a page loads when it first needs
//! it, so that it costs nothing before.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::{Edition, empty};
use crate::fingerprint::Fingerprint;
use crate::process::{self, command};
use crate::setup::FrontendTools;

/// The name of the crate and of its binary.
pub const NAME: &str = "sheets";
pub const TARGET: &str = "wasm32-unknown-unknown";
/// What stands in the pages for the worker's address.
const PLACEHOLDER: &str = "__SHEETS__";
/// What rustc emits since 1.82, and every browser that the apps support knows.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The profile that it is compiled in: waited for while it works through ten thousand rows, it is not as small as can be.
pub fn profile(edition: Edition) -> &'static str {
    match edition {
        Edition::Release => "wasm-worker",
        Edition::Quick => edition.profile(),
    }
}

/// The worker as it lies in the site.
pub struct Worker {
    /// Its script first, then its program; relative to the site.
    pub files: [PathBuf; 2],
}

impl Worker {
    /// Puts the worker's address into a page that names it.
    pub fn name_in(&self, page: &str) -> String {
        page.replace(PLACEHOLDER, &format!("/{}", self.files[0].display()))
    }
}

/// What wasm-bindgen makes of the worker, and wasm-opt of that.
pub struct Bound {
    script: String,
    program: Vec<u8>,
}

/// Makes it of the compiled worker.
pub fn bind(tools: &FrontendTools, edition: Edition, wasm_target: &Path, workplace: &Path) -> Result<Bound> {
    let directories: Vec<&Path> = tools.path.iter().map(PathBuf::as_path).collect();
    let path = process::path_with(&directories)?;
    let built = wasm_target.join(TARGET).join(profile(edition)).join(format!("{NAME}.wasm"));
    let bound = workplace.join(NAME);
    empty(&bound)?;
    process::run(
        command("wasm-bindgen")
            .args(["--target", "no-modules", "--no-typescript", "--out-name", NAME, "--out-dir"])
            .arg(&bound)
            .arg(built)
            .env("PATH", &path),
    )?;
    let program = bound.join(format!("{NAME}_bg.wasm"));
    if edition == Edition::Release {
        process::run(
            command("wasm-opt")
                .args(["-O3", "--strip-producers"])
                .args(WASM_FEATURES)
                .arg(&program)
                .arg("-o")
                .arg(&program)
                .env("PATH", &path),
        )?;
    }
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let script = String::from_utf8(read(&bound.join(format!("{NAME}.js")))?).context("wasm-bindgen writes UTF-8")?;
    ensure!(script.contains("wasm_bindgen"), "wasm-bindgen's script does not define what starts the program");
    Ok(Bound { script, program: read(&program)? })
}

impl Bound {
    /// Adds the worker to the site.
    pub fn put(self, site: &Path) -> Result<Worker> {
        let program_place = place(&self.program, "wasm");
        // Only an error that nobody catches reaches the page that waits.
        let catch = "catch((error) => setTimeout(() => { throw error; }))";
        let start = format!("wasm_bindgen({{ module_or_path: \"/{}\" }}).{catch};", program_place.display());
        let script = format!("{}\n{start}\n", self.script);
        let script_place = place(script.as_bytes(), "js");
        fs::create_dir_all(site.join("assets")).context("cannot create the directory of hashed files")?;
        for (place, content) in [(&script_place, script.as_bytes()), (&program_place, self.program.as_slice())] {
            fs::write(site.join(place), content).with_context(|| format!("cannot write {}", place.display()))?;
        }
        Ok(Worker { files: [script_place, program_place] })
    }
}

/// A name that follows from the content.
fn place(content: &[u8], extension: &str) -> PathBuf {
    let mut hash = Fingerprint::new();
    hash.add(content);
    Path::new("assets").join(format!("{NAME}-{}.{extension}", hash.hex()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_name_the_worker_by_its_content() {
        let worker = |content: &[u8]| Worker { files: [place(content, "js"), place(b"program", "wasm")] };
        let page = "<meta name=\"sheets\" content=\"__SHEETS__\">";
        let named = worker(b"one").name_in(page);
        assert!(named.starts_with("<meta name=\"sheets\" content=\"/assets/sheets-"), "{named}");
        assert_ne!(named, worker(b"two").name_in(page));
        assert_eq!(worker(b"one").name_in("<p>"), "<p>", "most pages have no worker");
    }
}
