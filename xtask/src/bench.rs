//! `cargo xtask bench …`: measurements, apart from the tests because machines are noisy.

use anyhow::{Result, bail};

use crate::bootstrap;
use crate::process::{self, command};
use crate::project::Project;

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let cargo = || {
        let mut cargo = command("cargo");
        cargo.current_dir(project.root());
        cargo
    };
    match arguments {
        [what] if what == "cold-start" => {
            let bootstrap = bootstrap::build(project)?;
            // With the same flags, so that both are made of the same dependencies.
            process::run(
                cargo()
                    .args(["build", "--profile", "function", "--package", "functions", "--example", "hello_world"])
                    .env("RUSTFLAGS", bootstrap::rust_flags(project)?),
            )?;
            let hello_world = project.root().join("target/function/examples/hello_world");
            process::run(
                cargo()
                    .args(["run", "--profile", "fast", "--package", "tests", "--example", "cold_start"])
                    .env("XUESHI_BOOTSTRAP", bootstrap)
                    .env("XUESHI_HELLO_WORLD", hello_world),
            )
        }
        [what] if what == "endpoints" => process::run(cargo().args([
            "run",
            "--profile",
            "fast",
            "--package",
            "tests",
            "--example",
            "endpoint_times",
        ])),
        _ => bail!("'bench' takes cold-start or endpoints"),
    }
}
