//! `cargo xtask cost`: what the cloud costs, from the measured request units. infra/cloud/src/cost.rs is the arithmetic.

use anyhow::{Result, bail};

use crate::native;
use crate::process::{self, command};
use crate::project::Project;

/// List prices, each with its source.
const PRICES: &str = "infra/prices.json";

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let prices = match arguments {
        [] => PRICES,
        [option, file] if option == "--prices" => file,
        _ => bail!("'cost' takes --prices FILE, a copy of {PRICES} with other figures, and nothing else"),
    };
    let cost = native::binary(project, "cost")?;
    process::run(command(cost).current_dir(project.root()).args(["tests/golden/request_units.json", prices]))
}
