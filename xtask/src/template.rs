//! `cargo xtask template`: the functions, routes and policies of `infra/template.yaml`, made from the endpoint table.

use anyhow::Result;

use crate::process::{self, command};
use crate::project::Project;

pub fn update(project: &Project) -> Result<()> {
    process::run(
        command("cargo")
            .current_dir(project.root())
            .args(["run", "--quiet", "--package", "cloud", "--bin", "template", "--"])
            .arg("infra/template.yaml"),
    )
}
