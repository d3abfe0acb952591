//! The invariants of ARCHITECTURE.md that are about what is absent: who knows what, and who must not.

use std::fs;

use crate::sources::{below, root};

/// If you're here because this assertion failed: move what knows `what` to where it belongs, or change
/// ARCHITECTURE.md first.
fn only_in(folder: &str, what: &str, allowed: &[&str]) {
    for (name, text) in below(folder, &[".rs"]) {
        let knows = text.contains(what);
        assert!(!knows || allowed.iter().any(|place| name.starts_with(place)), "{name} knows {what}");
    }
}

#[test]
fn the_rules_know_no_world() {
    let manifest = fs::read_to_string(root().join("domain/Cargo.toml")).expect("the manifest");
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
    let wiring = [
        "functions/src/store/",
        "functions/src/runtime/lambda.rs",
        "functions/src/runtime/aws/",
        "functions/src/app.rs",
    ];
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
    let known = ["functions/src/store/registrations.rs", "functions/src/store/status_partitions.rs"];
    only_in("functions/src", "Key::registration(", &known);
}

#[test]
fn only_the_edge_knows_status_codes() {
    only_in("functions/src", "StatusCode", &["functions/src/http/"]);
}

#[test]
fn handlers_are_small() {
    for (name, text) in below("functions/src/endpoints", &[".rs"]) {
        assert!(text.lines().count() <= 100, "{name} has more than 100 lines");
    }
}

/// Calls go down: handlers to use cases, use cases to the store. What a layer must not know of those above it.
#[test]
fn no_layer_knows_those_above_it() {
    let store = ["crate::http", "crate::endpoints", "crate::use_cases", "crate::runtime"];
    let use_cases = ["crate::endpoints", "crate::runtime"];
    let crypto = ["crate::http", "crate::endpoints", "crate::use_cases"];
    let error = ["use crate::", "use http::", "StatusCode"];
    for (layer, above) in [
        ("functions/src/store", store.as_slice()),
        ("functions/src/use_cases", &use_cases),
        ("functions/src/crypto", &crypto),
    ] {
        for (name, text) in below(layer, &[".rs"]) {
            let known: Vec<_> = above.iter().filter(|other| text.contains(**other)).collect();
            assert!(known.is_empty(), "{name} knows {known:?}");
        }
    }
    let text = fs::read_to_string(root().join("functions/src/error.rs")).expect("the errors");
    assert!(error.iter().all(|other| !text.contains(other)), "errors know what they go out as");
}

#[test]
fn beside_the_handlers_is_nothing_else() {
    for (name, text) in below("functions/src/endpoints", &[".rs"]) {
        assert!(name.ends_with("/mod.rs") || text.contains("pub async fn handle("), "{name} is no handler");
    }
}

/// Words of our own for known things (ARCHITECTURE.md, "Glossary").
#[test]
fn known_things_have_the_words_of_the_field() {
    let ours = ["house", "deed", "shelf", "errand"].map(|word| format!("fn {word}("));
    for folder in ["domain", "functions", "infra", "sheets", "tests", "xtask"] {
        for (name, text) in below(folder, &[".rs"]) {
            let found: Vec<_> = ours.iter().filter(|word| text.contains(word.as_str())).collect();
            assert!(found.is_empty(), "{name} has {found:?}");
        }
    }
}
