//! Debian packages, for tools that no language's own package manager offers.

use anyhow::{Result, bail};

use crate::process::{self, answers, command};
use crate::progress::step;

/// Installs Debian packages, or says what to type where that is not possible. `purpose` completes "… is needed for".
pub fn install(packages: &[&str], purpose: &str) -> Result<()> {
    let list = packages.join(" ");
    if !answers("apt-get", &["--version"]) {
        bail!("{purpose} needs what Debian calls {list}; install the same by this system's own means");
    }
    if !is_root()? {
        bail!("{purpose} needs packages that only root can install:\n\n    {}\n", by_hand(&list));
    }
    step(&format!("installing {list}"), || {
        apt_get(&["update"])?;
        apt_get(&[&["install", "--no-install-recommends", "-y"], packages].concat())
    })
}

fn by_hand(list: &str) -> String {
    format!("sudo apt-get update && sudo apt-get install --no-install-recommends {list}")
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    process::run(
        command("apt-get")
            // Another installation may be under way; it is waited for, up to ten minutes.
            .args(["-qq", "-o", "DPkg::Lock::Timeout=600"])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn is_root() -> Result<bool> {
    Ok(process::read(command("id").arg("-u"))?.trim() == "0")
}
