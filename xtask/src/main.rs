//! Every command of the project: `cargo xtask <command>`. Unix only.
//!
//! The commands install what they need and are missing: see [`setup`]. Dependencies are few on purpose, because this
//! is the first thing that is compiled on a fresh machine.

mod audit;
mod bench;
mod bootstrap;
mod content_security;
mod cost;
mod data;
mod deny;
mod deploy;
mod dynamodb_local;
mod endpoints;
mod fingerprint;
mod frontend;
mod lint;
mod native;
mod operator;
mod package;
mod parallel;
mod process;
mod progress;
mod project;
mod run;
mod screenshots;
mod server;
mod setup;
mod template;
mod test;
mod times;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::frontend::Edition;
use crate::project::Project;

const HELP: &str = "\
cargo xtask <command>

  run [--fresh] [--port 8080]   build everything and serve it on this machine; --fresh forgets the data of earlier runs
  test                          check everything
  test rust | policies | lambda check only the Rust part, the policies, or the Lambda executable
  test dynamodb-local           run the endpoint tests on Amazon's emulator in place of the embedded engine
  test browser [NAME]           check only the browser tests (whose file name contains NAME)
  bench WHAT                    measure cold-start, endpoints, flat, directory, merge, queue, import, list or lighthouse; docs/performance.md has the figures
  seed [--people N] [...]       fill .data with a province of any size instead of the demo's; --units, --years, --seed, --until
  backup --to DIR               copy the data of this machine, while the server runs; --data if they are not in .data
  restore --from DIR [...]      put a backup into .data, or --data; --master-key FILE, --replace
  build                         build the front end as it is deployed, into target/site
  bootstrap                     build the Lambda executable as it is deployed
  template                      bring infra/template.yaml up to date with the endpoint table and with what stands in the pages
  lint                          check infra/*.yaml with sam, cfn-lint and checkov
  deny [--advisories]           check licences, versions, sources of the dependencies, and what is known against them
  package [--twice]             make target/package: what is deployed; --twice proves that it can be made again
  deploy --stack NAME [...]     put the product into AWS, see docs/deploying.md; --dry-run says what it would do
  operator --login L --name N   make an operator and show once what they sign in with; --stack NAME in AWS, else here
  code                          show the code that the demo's operator signs in with now
  audit verify | checkpoint     check that everything on record is as it was written, on this machine or in an export of
                                AWS's table; checkpoint notes it and counts the load. `audit --help` says how
  cost [--prices FILE]          what the cloud costs, from the measured request units and infra/prices.json
  bytes                         build the front end and say what each application costs to download
  screenshots                   take the pictures of docs/pictures
  endpoints --json              print the endpoint table
  setup                         install the tools that the commands above need; they do so by themselves
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let ended = error.downcast_ref::<process::Ended>();
            if ended.is_none() {
                eprintln!("\n✗ {error:#}");
            }
            // What an audit ends with tells what was altered from what could not be checked.
            let otherwise = if arguments.first().is_some_and(|command| command == "audit") { 2 } else { 1 };
            ExitCode::from(ended.map_or(otherwise, |ended| ended.0))
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let project = Project::locate()?;
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    match command.as_str() {
        "run" => run::run(&project, rest),
        "test" => test::run(&project, rest),
        "bench" => bench::run(&project, rest),
        "build" => {
            no_arguments(command, rest)?;
            frontend::build(&project, Edition::Release)
        }
        "bootstrap" => {
            no_arguments(command, rest)?;
            bootstrap::build(&project).map(|executable| println!("{}", executable.display()))
        }
        "bytes" => {
            no_arguments(command, rest)?;
            frontend::build(&project, Edition::Release)?;
            frontend::print_bytes(&project)
        }
        "screenshots" => {
            no_arguments(command, rest)?;
            screenshots::run(&project)
        }
        "endpoints" => endpoints::run(&project, rest),
        "template" => {
            no_arguments(command, rest)?;
            template::update(&project)
        }
        "lint" => {
            no_arguments(command, rest)?;
            lint::run(&project)
        }
        "deny" => deny::run(&project, deny::parse(rest)?),
        "package" => package::run(&project, rest),
        "deploy" => deploy::run(&project, rest),
        "operator" => operator::run(&project, rest),
        "code" => {
            no_arguments(command, rest)?;
            operator::show_code(&project)
        }
        "audit" => audit::run(&project, rest),
        "seed" | "backup" | "restore" => data::run(&project, command, rest),
        "cost" => cost::run(&project, rest),
        "setup" => {
            no_arguments(command, rest)?;
            setup::everything(&project)
        }
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        unknown => bail!("there is no command '{unknown}'.\n\n{HELP}"),
    }
}

fn no_arguments(command: &str, rest: &[String]) -> Result<()> {
    match rest.first() {
        None => Ok(()),
        Some(argument) => bail!("'{command}' takes no argument '{argument}'.\n\n{HELP}"),
    }
}
