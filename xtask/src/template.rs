//! `cargo xtask template`: the functions, routes and policies of `infra/template.yaml`, made from the endpoint table, and the digests of
//! content security policies, made from what stands in the pages.

use anyhow::Result;

use crate::process::{self, command};
use crate::project::Project;
use crate::{content_security, native};

pub fn update(project: &Project) -> Result<()> {
    let template = native::binary(project, "template")?;
    process::run(command(template).current_dir(project.root()).arg("infra/template.yaml"))?;
    for policy in content_security::update(project.root())? {
        println!("{}: the policy lets what stands in the pages now", policy.display());
    }
    Ok(())
}
