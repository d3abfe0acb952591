//! The files that make the product installable, and the service worker that starts it without a network.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::fingerprint::{Fingerprint, files_below};

const WORKER: &str = "sw.js";

/// Adds what lies in `pwa` to the root of the site, the worker with the files of each application, named by its page.
pub fn add(pwa: &Path, apps: &[(&str, Vec<PathBuf>)], site: &Path) -> Result<()> {
    for file in files_below(pwa)? {
        let name = file.strip_prefix(pwa).context("a listed file lies outside of its directory")?;
        let mut content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        if name == Path::new(WORKER) {
            let text = String::from_utf8(content).context("the service worker is not UTF-8")?;
            content = worker(&text, apps, site)?.into_bytes();
        }
        let place = site.join(name);
        ensure!(!place.exists(), "two files want to be {}", name.display());
        fs::write(&place, content).with_context(|| format!("cannot write {}", place.display()))?;
    }
    Ok(())
}

/// The worker's release follows from the content of all that it keeps, so that it is another one exactly when something of
/// that is.
fn worker(text: &str, apps: &[(&str, Vec<PathBuf>)], site: &Path) -> Result<String> {
    let mut release = Fingerprint::new();
    let mut lists = Vec::new();
    for (page, files) in apps {
        let app = format!("/{}", page.strip_suffix("index.html").context("an application's page is an index.html")?);
        let mut addresses = vec![app.clone()];
        for file in files {
            let path = site.join(file);
            release.add(&fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
            if file != Path::new(page) {
                addresses.push(format!("/{}", file.display()));
            }
        }
        lists.push(format!("{app:?}: {addresses:?}"));
    }
    ensure!(text.contains("__RELEASE__") && text.contains("__APPS__"), "the service worker has no place for its files");
    let lists = format!("{{\n  {},\n}}", lists.join(",\n  "));
    Ok(text.replace("__RELEASE__", &release.hex()).replace("__APPS__", &lists))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_names_each_application_with_its_files() {
        let site = std::env::temp_dir().join(format!("xueshi-worker-{}", std::process::id()));
        fs::create_dir_all(site.join("me")).expect("a directory");
        for file in ["index.html", "a.js", "me/index.html"] {
            fs::write(site.join(file), file).expect("a file");
        }
        let apps = [
            ("index.html", vec![PathBuf::from("index.html"), PathBuf::from("a.js")]),
            ("me/index.html", vec![PathBuf::from("me/index.html")]),
        ];
        let text = "const R = \"__RELEASE__\"; const A = __APPS__;";
        let made = worker(text, &apps, &site).expect("a worker");
        assert!(made.contains("{\n  \"/\": [\"/\", \"/a.js\"],\n  \"/me/\": [\"/me/\"],\n}"), "{made}");
        fs::write(site.join("a.js"), "other").expect("a file");
        assert_ne!(worker(text, &apps, &site).expect("a worker"), made, "another content is another release");
        assert!(worker("nothing", &apps, &site).is_err());
        fs::remove_dir_all(&site).expect("the directory goes");
    }
}
