//! Native code: one profile, `dev`, and one set of features, those of the whole workspace, so that what is compiled for one command
//! serves all others. Only the Lambda executable is built apart ([`crate::bootstrap`]).

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process::{self, command};
use crate::project::Project;

/// Builds the binary of any crate and returns its path.
pub fn binary(project: &Project, name: &str) -> Result<PathBuf> {
    process::run(command("cargo").current_dir(project.root()).args(["build", "--workspace", "--bin", name]))?;
    Ok(project.native(name))
}

/// Builds an example of any crate and returns its path.
pub fn example(project: &Project, name: &str) -> Result<PathBuf> {
    process::run(command("cargo").current_dir(project.root()).args(["build", "--workspace", "--example", name]))?;
    Ok(project.native("examples").join(name))
}

/// An executable that runs tests.
#[derive(Debug, PartialEq, Eq)]
pub struct Tests {
    /// The package's directory, in which its tests are run.
    pub directory: PathBuf,
    /// As Cargo calls the target: `endpoints`, or the name of the library whose unit tests it runs.
    pub name: String,
    pub executable: PathBuf,
}

/// Builds the tests of the whole workspace, those that are run by name among them.
pub fn tests(project: &Project) -> Result<Vec<Tests>> {
    // `*` names the targets one by one, so that it takes those that say `test = false` along.
    build_tests(project, &["--lib", "--bins", "--test", "*"])
}

/// Builds one file of tests.
pub fn tests_of(project: &Project, name: &str) -> Result<Tests> {
    let found = build_tests(project, &["--test", name])?;
    found.into_iter().next().with_context(|| format!("Cargo built no tests {name}"))
}

fn build_tests(project: &Project, targets: &[&str]) -> Result<Vec<Tests>> {
    let cargo = ["test", "--workspace", "--no-run", "--message-format", "json-render-diagnostics"];
    let printed = process::listen(command("cargo").current_dir(project.root()).args(cargo).args(targets))?;
    Ok(executables(&printed))
}

/// The executables with tests among what Cargo says that it has made, one JSON object a line.
fn executables(messages: &str) -> Vec<Tests> {
    let read = |line: &str| {
        let message: Value = serde_json::from_str(line).ok()?;
        let is_test = message["profile"]["test"].as_bool()?;
        let executable = message["executable"].as_str().filter(|_| is_test)?.into();
        let directory = Path::new(message["manifest_path"].as_str()?).parent()?.to_path_buf();
        Some(Tests { directory, name: message["target"]["name"].as_str()?.to_owned(), executable })
    };
    messages.lines().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// If this fails: a dependency of tests turns on a feature of a library that is there without tests too, and `cargo xtask run`
    /// and `cargo xtask test` compile it, and all that rests on it, one after the other. Name it in tests/Cargo.toml, where
    /// everything is a normal dependency.
    #[test]
    fn features_are_the_same_with_and_without_tests() {
        let project = Project::locate().expect("a checkout");
        let libraries = |edges: &str| {
            let mut tree = command("cargo");
            tree.current_dir(project.root()).args(["tree", "--workspace", "--offline", "--prefix", "none"]);
            tree.args(["--format", "{p} {f}", "--edges", edges]);
            let printed = process::read(&mut tree).expect("Cargo knows the tree");
            // A sign stands behind what has been shown before.
            printed.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect::<BTreeSet<_>>()
        };
        let without = libraries("normal,build");
        let with = libraries("normal,build,dev");
        let others: Vec<_> = without.difference(&with).collect();
        assert!(others.is_empty(), "with other features where tests are built: {others:?}");
    }

    #[test]
    fn tests_are_told_from_other_executables_and_from_libraries() {
        let messages = r#"
{"reason":"compiler-artifact","manifest_path":"/x/domain/Cargo.toml","target":{"name":"domain"},"profile":{"test":false},"executable":null}
{"reason":"compiler-artifact","manifest_path":"/x/infra/local/Cargo.toml","target":{"name":"local"},"profile":{"test":false},"executable":"/x/local"}
{"reason":"compiler-artifact","manifest_path":"/x/tests/Cargo.toml","target":{"name":"endpoints"},"profile":{"test":true},"executable":"/x/deps/endpoints-1"}
{"reason":"build-finished","success":true}"#;
        let endpoints =
            Tests { directory: "/x/tests".into(), name: "endpoints".into(), executable: "/x/deps/endpoints-1".into() };
        assert_eq!(executables(messages), [endpoints]);
    }
}
