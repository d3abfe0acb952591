//! `cargo xtask screenshots`: the pictures of docs/pictures, taken of the application as it is.

use std::fs;

use anyhow::{Context, Result};

use crate::frontend::Edition;
use crate::process::{self, command};
use crate::progress::step;
use crate::project::Project;
use crate::server::{self, ThrowawayServer};
use crate::{frontend, setup};

pub fn run(project: &Project) -> Result<()> {
    let chromium = setup::for_browser_tests(project)?.chromium;
    frontend::build(project, Edition::Release)?;
    server::build(project)?;
    let pictures = project.root().join("docs/pictures");
    fs::create_dir_all(&pictures).with_context(|| format!("cannot create {}", pictures.display()))?;
    let server = ThrowawayServer::start(project)?;
    step("taking pictures", || {
        process::run(
            command("node")
                .current_dir(project.root())
                .arg(project.browser_tests().join("screenshots.mjs"))
                .env("CHROME", &chromium)
                .env("XUESHI_URL", server.url())
                .env("XUESHI_PICTURES", &pictures),
        )
    })
}
