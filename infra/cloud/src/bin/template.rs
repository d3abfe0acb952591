//! `template FILE`: brings the file up to date with the endpoint table. `cargo xtask template` calls it.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use cloud::template::{difference, render};
use domain::contract::ENDPOINTS;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let path = std::env::args().nth(1).context("which file?")?;
    let is = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let should_be = render(&is, ENDPOINTS)?;
    match difference(&is, &should_be) {
        None => println!("{path} is what the endpoint table wants"),
        Some(difference) => {
            fs::write(&path, should_be).with_context(|| format!("cannot write {path}"))?;
            println!("{path} is brought up to date; it differed from {difference}");
        }
    }
    Ok(())
}
