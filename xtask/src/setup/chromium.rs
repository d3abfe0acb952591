//! The browser that the browser tests are run in.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use super::apt;
use crate::process::answers;
use crate::progress::ready;

const NAMES: [&str; 5] = [
    "/usr/bin/chromium",
    "chromium",
    "google-chrome",
    "chromium-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The fonts are part of it: without them every picture of the Chinese pages shows empty boxes.
const PACKAGES: [&str; 2] = ["chromium", "fonts-noto-cjk"];

/// Returns the path of Chromium, `$CHROME` before any other.
pub fn provide() -> Result<PathBuf> {
    if let Some(chosen) = env::var_os("CHROME") {
        if !answers(&chosen, &["--version"]) {
            bail!("CHROME is set to {}, which does not run", chosen.display());
        }
        ready("Chromium (from CHROME)");
        return Ok(chosen.into());
    }
    if find().is_none() {
        apt::install(&PACKAGES, "testing in a browser")?;
    }
    match find() {
        Some(path) => {
            ready("Chromium");
            Ok(path)
        }
        None => bail!("Chromium was installed but does not start; set CHROME to the path of a Chrome or Chromium"),
    }
}

/// The absolute path of the first browser that starts. Whoever drives it needs a path, not a name.
fn find() -> Option<PathBuf> {
    let directories: Vec<_> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    NAMES
        .iter()
        .flat_map(|name| directories.iter().map(move |directory| directory.join(name)))
        .find(|path| path.is_file() && answers(path, &["--version"]))
}
