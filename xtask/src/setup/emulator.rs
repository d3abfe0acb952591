//! Amazon's DynamoDB Local, which an npm package carries, and the Java that it needs.

use std::path::PathBuf;

use std::time::Duration;

use anyhow::Result;

use super::apt;
use super::cache::{Tool, ToolCache};
use crate::dynamodb_local::emulator;
use crate::process::{self, answers, command};

const PACKAGE: &str = "amplify-dynamodb-simulator";
const VERSION: &str = "2.9.30";

/// Returns the directory of `DynamoDBLocal.jar`.
pub fn provide(cache: &ToolCache) -> Result<PathBuf> {
    if !answers("java", &["-version"]) {
        apt::install(&["default-jre-headless"], "DynamoDB Local")?;
    }
    let place = cache.provide(&Tool {
        directory: format!("dynamodb-local-{VERSION}"),
        title: format!("DynamoDB Local ({PACKAGE} {VERSION})"),
        cost: Duration::from_mins(1),
        is_complete: &|place| emulator(place).join("DynamoDBLocal.jar").is_file(),
        build: &|place| {
            let install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix"];
            process::run(command("npm").args(install).arg(place).arg(format!("{PACKAGE}@{VERSION}")))
        },
    })?;
    Ok(emulator(&place))
}
