//! `cargo xtask run`: the whole application on this machine.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::project::Project;
use crate::{frontend, server};

const DEFAULT_PORT: u16 = 8080;

#[derive(Debug, PartialEq)]
struct Options {
    is_fresh: bool,
    port: u16,
}

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    let options = parse(arguments)?;
    frontend::build(project)?;
    let executable = server::build(project)?;
    let data = project.root().join(".data");
    let mut serve = server::serve(project, &executable, &data, options.port, options.is_fresh);
    // The server takes this process's place, so that every signal reaches it and its exit code is the command's.
    let error = serve.exec();
    Err(process::cannot_start(&serve, error))
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
