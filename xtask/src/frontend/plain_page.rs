//! A page that needs no program: its styles and scripts get names that follow from what is in them, nothing else changes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::fingerprint::Fingerprint;

/// Adds the page to the site as `place`, with the files beside it that it refers to, and returns their names there.
pub fn add(page: &Path, place: &str, site: &Path) -> Result<Vec<PathBuf>> {
    let directory = page.parent().context("a page lies in a directory")?;
    let mut html = fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    let mut places = vec![PathBuf::from(place)];
    for reference in references(&html) {
        let file = directory.join(&reference);
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = Path::new("assets").join(hashed_name(&file, &content)?);
        put(&site.join(&name), &content)?;
        html = html.replace(&format!("\"{reference}\""), &format!("\"/{}\"", name.display()));
        places.push(name);
    }
    put(&site.join(place), html.as_bytes())?;
    Ok(places)
}

/// What the page loads from beside itself, as it spells it; addresses from the root are left alone.
fn references(html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for attribute in ["href=\"", "src=\""] {
        for part in html.split(attribute).skip(1) {
            let reference = part.split('"').next().unwrap_or_default();
            if !reference.starts_with(['/', '#'])
                && !reference.contains(':')
                && !found.iter().any(|one| one == reference)
            {
                found.push(reference.to_owned());
            }
        }
    }
    found
}

fn hashed_name(file: &Path, content: &[u8]) -> Result<String> {
    let hash = Fingerprint::of(content);
    let part = |part: Option<&std::ffi::OsStr>| part.and_then(std::ffi::OsStr::to_str).map(str::to_owned);
    let stem = part(file.file_stem()).context("a file has a name")?;
    let extension = part(file.extension()).context("a file that a page loads has an extension")?;
    Ok(format!("{stem}-{}.{extension}", hash.hex()))
}

fn put(path: &Path, content: &[u8]) -> Result<()> {
    let directory = path.parent().context("a file needs a directory")?;
    fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))?;
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_beside_the_page_is_renamed() {
        let html = r##"<link href="../styles/a.css"><link href="/icon.png"><a href="#main"></a><script src="b.js"></script><a href="https://x.test">"##;
        assert_eq!(references(html), ["../styles/a.css", "b.js"]);
    }
}
