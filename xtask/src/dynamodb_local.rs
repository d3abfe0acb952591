//! `cargo xtask test dynamodb-local`: the endpoint tests once more, on Amazon's DynamoDB Local in place of the embedded
//! engine. docs/table.md lists where the two differ.
//!
//! DynamoDB Local listens on every address, so it gets a network of its own, in which the tests run too.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{self, command};
use crate::project::Project;
use crate::{native, setup};

const PORT: u16 = 8765;

/// What is not about the table, or looks into the embedded engine itself, or counts what DynamoDB Local counts wrongly
/// (units of transactions); and a race whose thousand rounds take it too long.
const SKIPPED: [&str; 13] = [
    "template::",
    "architecture::",
    "coverage::",
    "request_units::",
    "damages::",
    "deletions::",
    "several_deeds_of_one_transaction_are_counted_together",
    "a_month_shows_what_was_counted_by_day_and_city",
    "a_thousand_times",
    "identity_and_phone_numbers_are_unreadable_in_the_table",
    "neither_the_first_password_nor_the_device_is_readable_in_the_table",
    "neither_identity_numbers_nor_secrets_are_readable_in_the_table",
    "the_reviewer_sees_the_number_and_it_is_on_record",
];

pub fn test(project: &Project) -> Result<()> {
    let emulator = setup::for_dynamodb_local()?;
    let endpoints = native::tests_of(project, "endpoints")?;
    let skipped: String = SKIPPED.iter().map(|name| format!(" --skip {name}")).collect();
    // The emulator writes what it knows of itself into the directory that it is started in.
    let workplace = project.target().join("dynamodb-local");
    fs::create_dir_all(&workplace).with_context(|| format!("cannot create {}", workplace.display()))?;
    let tests = format!("{} --test-threads 2{skipped}", endpoints.executable.display());
    process::run(
        command("unshare")
            .args(["--net", "--map-root-user", "bash", "-c", &script(&emulator, &workplace, &tests)])
            .current_dir(&endpoints.directory)
            .env("XUESHI_DYNAMODB", format!("http://127.0.0.1:{PORT}")),
    )
}

/// Starts the emulator, waits until it listens, runs the tests, and ends it however they end.
fn script(emulator: &Path, workplace: &Path, tests: &str) -> String {
    let (emulator, workplace) = (emulator.display(), workplace.display());
    format!(
        "set -eu
        ip link set lo up
        (cd '{workplace}' && exec java -Djava.library.path={emulator}/DynamoDBLocal_lib -jar {emulator}/DynamoDBLocal.jar \
            -port {PORT} -inMemory -sharedDb -disableTelemetry >/dev/null) &
        trap \"kill $!\" EXIT
        until (exec 3<>/dev/tcp/127.0.0.1/{PORT}) 2>/dev/null; do kill -0 $!; sleep 0.2; done
        {tests}"
    )
}

/// The directory of `DynamoDBLocal.jar` below that of the npm package that carries it.
pub fn emulator(packages: &Path) -> PathBuf {
    packages.join("node_modules/amplify-dynamodb-simulator/emulator")
}
