//! `cargo xtask bench …`: measurements, apart from the tests because machines are noisy.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::frontend::Edition;
use crate::process::{self, command};
use crate::project::Project;
use crate::{bootstrap, frontend, native, server, setup};

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    match arguments {
        [what] if what == "cold-start" => cold_start(project),
        [what] if what == "endpoints" => example(project, "endpoint_times", &[]),
        [what] if what == "flat" => example(project, "flatness", &[]),
        [what] if what == "directory" => example(project, "directory_search", &[]),
        [what] if what == "merge" => example(project, "merge_units", &[]),
        [what] if what == "queue" => in_browser(project, &project.browser_tests().join("queue_times.mjs")),
        [what] if what == "import" => in_browser(project, &project.browser_tests().join("import_times.mjs")),
        [what] if what == "list" => in_browser(project, &project.browser_tests().join("list_times.mjs")),
        [what] if what == "lighthouse" => {
            setup::for_lighthouse(project)?;
            in_browser(project, &project.root().join(setup::LIGHTHOUSE).join("lighthouse.mjs"))
        }
        _ => bail!("'bench' takes cold-start, endpoints, flat, directory, merge, queue, import, list or lighthouse"),
    }
}

fn cold_start(project: &Project) -> Result<()> {
    let bootstrap = bootstrap::build(project)?;
    // With the same flags, so that both are made of the same dependencies.
    let build = ["build", "--profile", "function", "--package", "functions", "--example", "hello_world"];
    let flags = bootstrap::rust_flags(project)?;
    process::run(command("cargo").current_dir(project.root()).args(build).env("RUSTFLAGS", flags))?;
    let hello_world = project.root().join("target/function/examples/hello_world");
    let certificates = certificates(project)?;
    let places: [(&str, &Path); 3] = [
        ("XUESHI_BOOTSTRAP", &bootstrap),
        ("XUESHI_HELLO_WORLD", &hello_world),
        ("XUESHI_CERTIFICATES", &certificates),
    ];
    example(project, "cold_start", &places)
}

/// An authority for a day, and a server's certificate by it; gives their directory.
fn certificates(project: &Project) -> Result<PathBuf> {
    let place = project.target().join("certificates");
    fs::create_dir_all(&place).with_context(|| format!("cannot create {}", place.display()))?;
    let make = |name: &str, more: &[&str]| {
        let mut openssl = command("openssl");
        openssl.current_dir(&place).args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
        openssl.args(["-nodes", "-days", "1", "-keyout", &format!("{name}.key"), "-out", &format!("{name}.pem")]);
        process::read(openssl.args(more)).map(drop)
    };
    make("authority", &["-subj", "/CN=xueshi measurement"])?;
    let by = ["-subj", "/CN=localhost", "-CA", "authority.pem", "-CAkey", "authority.key"];
    let says = ["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"];
    make("server", &[&by[..], &says[..]].concat())?;
    Ok(place)
}

/// Runs a measurement in a browser, with a server of its own.
fn in_browser(project: &Project, script: &Path) -> Result<()> {
    let chromium = setup::for_browser_tests(project)?.chromium;
    frontend::build(project, Edition::Release)?;
    let local = server::build(project)?;
    process::run(
        command("node")
            .current_dir(project.root())
            .arg(script)
            .env("CHROME", chromium)
            .env("XUESHI_LOCAL", local)
            .env("XUESHI_SITE", project.site()),
    )
}

/// Builds and runs a measurement of `tests/examples/`.
fn example(project: &Project, name: &str, variables: &[(&str, &Path)]) -> Result<()> {
    let measurement = native::example(project, name)?;
    process::run(command(measurement).current_dir(project.root()).envs(variables.iter().copied()))
}
