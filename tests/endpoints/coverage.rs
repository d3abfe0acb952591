//! The endpoint table against what must exist for each of its rows.

use std::collections::HashSet;
use std::path::Path;

use domain::contract::{ENDPOINTS, Effect, Method};

/// If you're here because this assertion failed: a new endpoint needs its handler and its test. Create the file that the
/// message names, after `docs/adding-an-endpoint.md`.
#[test]
fn every_endpoint_has_its_room_and_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for row in ENDPOINTS {
        for folder in ["functions/src/endpoints", "tests/endpoints"] {
            let file = format!("{folder}/{}/{}.rs", row.area, row.id);
            assert!(root.join(&file).is_file(), "{} has no {file}", row.id);
        }
    }
}

/// If you're here because this assertion failed: a file under `endpoints/` belongs to no row of the table. Remove it,
/// or name it in its folder's `mod.rs` without `pub` if several handlers share it.
#[test]
fn every_room_and_test_has_its_endpoint() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = [
        "session_view",
        "profile_view",
        "evidence",
        "filter",
        "overlap",
        "owner",
        "search",
        "subject",
        "same_name",
        "refusals",
        "occupants",
        "window_rows",
        "unit_card",
        "platform_rows",
        "mod",
    ];
    for folder in ["functions/src/endpoints", "tests/endpoints"] {
        for area in std::fs::read_dir(root.join(folder)).expect("the folder of the endpoints") {
            let area = area.expect("an entry").path();
            if !area.is_dir() {
                continue;
            }
            for file in std::fs::read_dir(&area).expect("an area") {
                let file = file.expect("an entry").path();
                let name = file.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
                let known = shared.contains(&name.as_str()) || ENDPOINTS.iter().any(|row| row.id == name);
                assert!(known, "{} belongs to no endpoint", file.display());
            }
        }
    }
}

#[test]
fn rows_do_not_collide_and_keep_the_rules_of_the_table() {
    let mut ids = HashSet::new();
    let mut routes = HashSet::new();
    for row in ENDPOINTS {
        assert!(ids.insert(row.id), "two rows are called {}", row.id);
        assert!(routes.insert((row.method.name(), row.path)), "two rows answer {} {}", row.method.name(), row.path);
        assert!(row.path.starts_with("/api/"), "{} is not under /api/", row.id);
        assert!(!row.path.contains(['{', ':', '?']), "{}: paths have no variables", row.id);
        let bodiless = row.method == Method::Get;
        assert_eq!(bodiless, row.body_bytes_max == 0, "{}: only GET has no body", row.id);
        assert!(!(bodiless && row.effect != Effect::Read), "{}: GET changes nothing", row.id);
    }
}
