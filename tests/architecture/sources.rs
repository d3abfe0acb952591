//! The files of the project, as they stand in its folders.

use std::fs;
use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests stand in the project").to_owned()
}

/// The files below `folder` whose names end in one of `endings`, with their texts, in the order of their paths. Paths are
/// relative to the project.
pub fn below(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    collect(&root.join(folder), endings, &mut found);
    found.sort();
    assert!(!found.is_empty(), "{folder} holds no {endings:?}");
    let text = |path: &PathBuf| fs::read_to_string(path).expect("a text");
    let relative = |path: &PathBuf| path.strip_prefix(&root).expect("below the root").display().to_string();
    found.iter().map(|path| (relative(path), text(path))).collect()
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "node_modules" && name != "target" {
                collect(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
}
