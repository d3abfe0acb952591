//! `cargo xtask run`: the whole application on this machine.

use std::os::unix::process::CommandExt;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::frontend::{self, Edition};
use crate::process;
use crate::progress::{Planned, announce};
use crate::project::Project;
use crate::{parallel, server, setup};

const DEFAULT_PORT: u16 = 8080;

#[derive(Debug, PartialEq)]
struct Options {
    is_fresh: bool,
    port: u16,
}

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let options = parse(arguments)?;
    announce(plan(project)?);
    // The server is native and the front end is not: neither waits for the other, and each has stretches that leave a core idle.
    parallel::at_most(
        2,
        vec![
            parallel::job(|| server::build(project).map(drop)),
            parallel::job(|| frontend::build(project, Edition::Quick)),
        ],
    )?;
    let data = project.root().join(".data");
    let mut serve = server::serve(project, &Edition::Quick.site(project), &data, options.port, options.is_fresh);
    // The server takes this process's place, so that every signal reaches it and its exit code is the command's.
    let error = serve.exec();
    Err(process::cannot_start(&serve, error))
}

/// What a first start does. Of a later one nobody knows beforehand, and it takes seconds.
fn plan(project: &Project) -> Result<Vec<Planned>> {
    const SERVER: usize = 0;
    const FRONT_END: usize = 1;
    let mut steps = Vec::new();
    if !server::is_built(project) {
        let what = server::step_name(project).to_owned();
        steps.push(Planned { what, line: SERVER, guess: Duration::from_mins(9) });
    }
    steps.extend(setup::plan_for_frontend(project, FRONT_END)?);
    if !Edition::Quick.is_built(project) {
        let what = Edition::Quick.step_name(project).to_owned();
        steps.push(Planned { what, line: FRONT_END, guess: Duration::from_mins(6) });
    }
    Ok(steps)
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options { is_fresh: false, port: DEFAULT_PORT };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--fresh" => options.is_fresh = true,
            "--port" => {
                let port = rest.next().context("--port needs a number, for example --port 8081")?;
                options.port = port.parse().with_context(|| format!("'{port}' is not a port (1–65535)"))?;
            }
            unknown => bail!("'run' takes --fresh and --port NUMBER, not '{unknown}'"),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options> {
        parse(&line.split_whitespace().map(String::from).collect::<Vec<_>>())
    }

    #[test]
    fn without_options_it_keeps_its_data_and_listens_on_8080() {
        assert_eq!(parsed("").expect("valid"), Options { is_fresh: false, port: 8080 });
    }

    #[test]
    fn options_are_understood_in_any_order() {
        assert_eq!(parsed("--port 9000 --fresh").expect("valid"), Options { is_fresh: true, port: 9000 });
    }

    #[test]
    fn mistakes_are_explained() {
        assert!(format!("{:#}", parsed("--port 99999").expect_err("too large")).contains("'99999' is not a port"));
        assert!(parsed("--port").expect_err("missing").to_string().contains("--port 8081"));
        assert!(parsed("--prot 1").expect_err("unknown").to_string().contains("--prot"));
    }
}
