//! `cargo xtask deny`: what the dependencies may be, by cargo-deny: their licences, second versions, where they come from,
//! and what is known against them. `deny.toml` says what is allowed, with the reason.
//!
//! Known weaknesses stand in a database on the Internet. Where that cannot be reached, the rest is checked all the same
//! and the command says what is missing: a check that did not run is no finding.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{self, command};
use crate::project::Project;
use crate::setup;

/// What needs nothing but the checkout and Cargo's own downloads.
const LOCAL: [&str; 3] = ["licenses", "bans", "sources"];
/// How cargo-deny begins when the database is out of reach.
const UNREACHABLE: [&str; 2] = ["failed to fetch advisory database", "failed to load advisory database"];

/// Checks everything; `must_know` makes it a failure that the database cannot be reached.
pub fn run(project: &Project, must_know: bool) -> Result<()> {
    let cargo_deny = setup::for_deny()?;
    process::run(check(project, &cargo_deny).args(LOCAL))?;
    let checked = check(project, &cargo_deny).arg("advisories").output();
    let output = checked.map_err(|error| process::cannot_start(&command(&cargo_deny), error))?;
    let said = String::from_utf8_lossy(&output.stderr);
    eprint!("{said}");
    match verdict(output.status.success(), &said) {
        Verdict::Clean => Ok(()),
        Verdict::Found => bail!("there are advisories against what Cargo.lock names; see above"),
        Verdict::Unknown if must_know => bail!("the database of advisories cannot be reached from here"),
        Verdict::Unknown => {
            println!(
                "advisories: NOT checked, because their database cannot be reached from here. Licences, versions and sources \
                 are in order. Call `cargo xtask deny --advisories` where the Internet is."
            );
            Ok(())
        }
    }
}

/// Reads the arguments: whether an unreachable database is a failure.
pub fn parse(arguments: &[String]) -> Result<bool> {
    match arguments {
        [] => Ok(false),
        [option] if option == "--advisories" => Ok(true),
        _ => bail!("'deny' takes --advisories and nothing else"),
    }
}

fn check(project: &Project, cargo_deny: &Path) -> Command {
    let mut call = command(cargo_deny);
    call.current_dir(project.root()).args(["--locked", "check", "--hide-inclusion-graph"]);
    call
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Clean,
    Found,
    /// Nobody could be asked.
    Unknown,
}

fn verdict(is_success: bool, said: &str) -> Verdict {
    match is_success {
        true => Verdict::Clean,
        false if UNREACHABLE.iter().any(|sign| said.contains(sign)) => Verdict::Unknown,
        false => Verdict::Found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreachable_database_is_no_finding_and_no_absence_of_findings() {
        let unreachable = "[ERROR] failed to fetch advisory database https://example.org/db with cli: failed to clone";
        assert_eq!(verdict(false, unreachable), Verdict::Unknown);
        assert_eq!(verdict(false, "error[vulnerability]: somebody can read everything"), Verdict::Found);
        assert_eq!(verdict(true, "advisories ok"), Verdict::Clean);
    }

    #[test]
    fn arguments_are_understood() {
        assert!(!parse(&[]).expect("valid"));
        assert!(parse(&["--advisories".to_owned()]).expect("valid"));
        assert!(parse(&["--everything".to_owned()]).is_err());
    }
}
