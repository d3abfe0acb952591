//! What every crate of the project keeps.

use std::fs;

use crate::sources::root;

fn manifest(folder: &str) -> toml::Table {
    let path = root().join(folder).join("Cargo.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).expect("a manifest")
}

/// With safe code alone the compiler answers for memory.
#[test]
fn no_crate_may_have_unsafe_code() {
    let project = manifest("");
    let workspace = &project["workspace"];
    assert_eq!(workspace["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    for member in workspace["members"].as_array().expect("the members") {
        let folder = member.as_str().expect("a folder");
        let crate_of_it = manifest(folder);
        assert_eq!(crate_of_it["lints"]["workspace"].as_bool(), Some(true), "{folder} has lints of its own");
    }
}
