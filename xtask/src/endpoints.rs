//! `cargo xtask endpoints --json`: the endpoint table, for programs that are not written in Rust.

use anyhow::{Result, bail};

use crate::native;
use crate::process::{self, command};
use crate::project::Project;

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    match arguments {
        // The table is Rust; an example of its own crate prints it, so that this program need not depend on the rules.
        [format] if format == "--json" => process::run(&mut command(native::example(project, "endpoints")?)),
        _ => bail!("'endpoints' takes --json and nothing else"),
    }
}
