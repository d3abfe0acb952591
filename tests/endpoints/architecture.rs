//! The invariants of ARCHITECTURE.md that are about what is absent.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All Rust files below a folder, with their text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).expect("below the root").to_string_lossy().into_owned();
                found.push((name, std::fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} holds no Rust");
    found
}

/// If you're here because this assertion failed: move what knows `what` to where it belongs, or change
/// ARCHITECTURE.md first.
fn only_in(folder: &str, what: &str, allowed: &[&str]) {
    for (name, text) in sources(folder) {
        let knows = text.contains(what);
        assert!(!knows || allowed.iter().any(|place| name.starts_with(place)), "{name} knows {what}");
    }
}

#[test]
fn the_rules_know_no_world() {
    let manifest = std::fs::read_to_string(root().join("domain/Cargo.toml")).expect("the manifest");
    let dependencies = manifest.split("[dependencies]").nth(1).expect("dependencies");
    let dependencies = dependencies.split("\n[").next().unwrap_or_default();
    let names: Vec<&str> =
        dependencies.lines().filter_map(|line| line.split('.').next()).filter(|n| !n.is_empty()).collect();
    assert_eq!(names, ["serde", "serde_json", "time"]);
    for word in ["std::fs", "std::net", "SystemTime", "now_utc", "std::env", "http::"] {
        only_in("domain/src", word, &[]);
    }
}

#[test]
fn only_the_store_knows_the_table() {
    let wiring = ["functions/src/store/", "functions/src/lambda.rs", "functions/src/aws/", "functions/src/house.rs"];
    only_in("functions/src", "aws_sdk_dynamodb", &wiring);
    for word in [".scan(", "Scan"] {
        only_in("functions/src", word, &[]);
    }
}

#[test]
fn only_one_file_spells_a_key() {
    for letter in ["A", "P", "U", "R", "H", "F", "V", "S", "D", "N"] {
        only_in("functions/src", &format!("\"{letter}#"), &["functions/src/store/keys.rs"]);
    }
}

/// What deletes a registration counts its history among those that have ended.
#[test]
fn only_one_file_deletes_registrations() {
    // The other one spells where a page of a list starts.
    let known = ["functions/src/store/registrations.rs", "functions/src/store/shelves.rs"];
    only_in("functions/src", "Key::registration(", &known);
}

#[test]
fn only_the_edge_knows_status_codes() {
    only_in("functions/src", "StatusCode", &["functions/src/http/"]);
}

#[test]
fn rooms_are_small() {
    for (name, text) in sources("functions/src/endpoints") {
        assert!(text.lines().count() <= 100, "{name} has more than 100 lines");
    }
}
