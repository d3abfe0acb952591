//! `cargo xtask template`: the functions, routes and policies of `infra/template.yaml`, made from the endpoint table.

use anyhow::Result;

use crate::native;
use crate::process::{self, command};
use crate::project::Project;

pub fn update(project: &Project) -> Result<()> {
    let template = native::binary(project, "template")?;
    process::run(command(template).current_dir(project.root()).arg("infra/template.yaml"))
}
