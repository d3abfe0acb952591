//! Puts what Trunk made of one application into the site.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::loading_screen::{self, Inline};
use super::worker::Worker;
use super::{App, start_script};
use crate::fingerprint::{Fingerprint, files_below};

/// Adds an application to the site and returns the names of its files there.
///
/// Trunk writes every address as `/assets/…`. Files with a hash in their name go there; the others (copied ones such
/// as `robots.txt`) go to the root of the site, where servers do not let browsers keep them for ever.
pub fn add(app: &App, dist: &Path, sources: &Path, worker: &Worker, site: &Path) -> Result<Vec<PathBuf>> {
    let mut files = read_all(dist)?;
    let page = files
        .iter()
        .position(|file| file.name == Path::new("index.html"))
        .with_context(|| format!("Trunk made no page of frontend/{}", app.source))?;
    let page = files.swap_remove(page).content;
    let page = String::from_utf8(page).with_context(|| format!("{} is not UTF-8", app.source))?;
    let page = worker.name_in(&rename_program(app, &mut files, page)?);
    let mut page = start_script::externalize(&page, |script| format!("/{}", start_script_place(app, script).display()))
        .with_context(|| format!("in what Trunk made of frontend/{}", app.source))?;
    page.html = join_styles(app, &mut files, &page.html, &Inline::read(sources)?)
        .with_context(|| format!("in what Trunk made of frontend/{}", app.source))?;

    let mut places = vec![PathBuf::from(app.page), start_script_place(app, &page.script)];
    put(site, &places[0], page.html.as_bytes())?;
    put(site, &places[1], page.script.as_bytes())?;
    for file in files {
        let place = if has_hash(&file.name) { Path::new("assets").join(&file.name) } else { file.name };
        put(site, &place, &file.content)?;
        places.push(place);
    }
    Ok(places)
}

/// A file of Trunk's result, with its name relative to it.
struct Made {
    name: PathBuf,
    content: Vec<u8>,
}

fn read_all(dist: &Path) -> Result<Vec<Made>> {
    let read = |path: PathBuf| {
        let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.strip_prefix(dist).context("a listed file lies outside of its directory")?;
        Ok(Made { name: name.to_path_buf(), content })
    };
    files_below(dist)?.into_iter().map(read).collect()
}

/// Gives the program (the `.wasm` and its `.js`) a name that follows from what is in it, and returns the page with the
/// new names.
///
/// Trunk's own hash is that of the program before wasm-bindgen and wasm-opt. With another version of these, different
/// files would bear a name that browsers already keep for ever.
fn rename_program(app: &App, files: &mut [Made], page: String) -> Result<String> {
    let prefix = format!("{}-", app.name);
    let old_hash = files
        .iter()
        .find_map(|file| file.name.to_str()?.strip_prefix(&prefix)?.strip_suffix("_bg.wasm"))
        .with_context(|| format!("Trunk made no {prefix}<hash>_bg.wasm; is the binary called {}?", app.name))?
        .to_owned();
    let old = format!("{prefix}{old_hash}");
    let is_program = |file: &Made| file.name.to_string_lossy().starts_with(&old);

    let mut hash = Fingerprint::new();
    files.iter().filter(|file| is_program(file)).for_each(|file| hash.add(&file.content));
    let new = format!("{prefix}{}", hash.hex());
    for file in files.iter_mut().filter(|file| is_program(file)) {
        file.name = PathBuf::from(file.name.to_string_lossy().replace(&old, &new));
    }
    Ok(page.replace(&old, &new))
}

/// Makes one stylesheet of those that the page names, and returns the page that names it.
fn join_styles(app: &App, files: &mut Vec<Made>, page: &str, inline: &Inline) -> Result<String> {
    let (addresses, page) = loading_screen::take_links(page)?;
    let mut content = Vec::new();
    for address in addresses {
        let name = address.rsplit('/').next().unwrap_or_default();
        let place = files
            .iter()
            .position(|file| file.name == Path::new(name))
            .with_context(|| format!("Trunk made no {name}"))?;
        content.extend(files.swap_remove(place).content);
    }
    let name = format!("{}-{}.css", app.name, Fingerprint::of(&content).hex());
    let page = loading_screen::put(&page, inline, &format!("/assets/{name}"))?;
    files.push(Made { name: name.into(), content });
    Ok(page)
}

/// The place of the script that starts an application.
fn start_script_place(app: &App, script: &str) -> PathBuf {
    let hash = Fingerprint::of(script.as_bytes());
    Path::new("assets").join(format!("{}-start-{}.js", app.name, hash.hex()))
}

/// Writes a file, which both applications may bring, but only with the same content.
fn put(site: &Path, name: &Path, content: &[u8]) -> Result<()> {
    let path = site.join(name);
    if fs::read(&path).is_ok_and(|existing| existing != content) {
        bail!("both applications have a file {}, and the two differ; rename one of them", name.display());
    }
    let directory = path.parent().context("a file needs a directory")?;
    fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))?;
    fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))
}

/// Whether a name, or the name of a directory on the way to it, carries a hash of its content: a word of at least
/// twelve hexadecimal digits.
fn has_hash(name: &Path) -> bool {
    let is_hash = |word: &str| word.len() >= 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.components().any(|component| match component {
        Component::Normal(part) => part.to_string_lossy().split(['-', '_', '.']).any(is_hash),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_program_follows_from_its_content() {
        let app = App { name: "unit", source: "unit.html", page: "unit/index.html" };
        let renamed = |wasm: &str| {
            let file = |name: &str, content: &str| Made { name: name.into(), content: content.into() };
            let mut files = [file("unit-00ff00ff00ff_bg.wasm", wasm), file("unit-00ff00ff00ff.js", "glue")];
            let page =
                rename_program(&app, &mut files, "'/assets/unit-00ff00ff00ff_bg.wasm'".into()).expect("a program");
            assert_eq!(page, format!("'/assets/{}'", files[0].name.display()));
            page
        };
        assert_eq!(renamed("one"), renamed("one"));
        assert_ne!(renamed("one"), renamed("two"));
    }

    #[test]
    fn the_styles_of_an_application_are_one_file_in_their_order() {
        let app = App { name: "unit", source: "unit.html", page: "unit/index.html" };
        let file = |name: &str, content: &str| Made { name: name.into(), content: content.into() };
        let mut files = vec![file("b-00ff00ff00ff.css", "b{}"), file("x.svg", ""), file("a-00ff00ff00ff.css", "a{}")];
        let page = "<head><link href=/assets/a-00ff00ff00ff.css rel=stylesheet>\
                    <link href=/assets/b-00ff00ff00ff.css rel=stylesheet>\
                    <link href=/u.wasm rel=preload type=application/wasm></head><body></body>";
        let inline = Inline::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../frontend")).expect("its files");
        let page = join_styles(&app, &mut files, page, &inline).expect("a page");
        let joined = files.iter().find(|file| file.content == b"a{}b{}").expect("both, in the page's order");
        assert!(page.contains(&format!("href=/assets/{}", joined.name.display())));
        assert_eq!(files.len(), 2);
        assert!(has_hash(&joined.name));
        assert!(join_styles(&app, &mut Vec::new(), "<link href=/c.css rel=stylesheet>", &inline).is_err());
    }

    #[test]
    fn hashed_files_are_told_from_others() {
        assert!(has_hash(Path::new("unit-1f0e2c3d4b5a6978_bg.wasm")));
        assert!(has_hash(Path::new("snippets/leptos-1f0e2c3d4b5a6978/inline0.js")));
        assert!(!has_hash(Path::new("robots.txt")));
        assert!(!has_hash(Path::new("import-worker_bg.wasm")));
    }
}
