//! `cargo xtask audit`: checks that everything on record is as it was written, and takes checkpoints; of this machine's data,
//! or of an export of the table in AWS. The program of one machine does the work; this calls it, and the AWS CLI to store
//! the load there.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process::{self, command};
use crate::project::Project;
use crate::{deploy, server};

const USAGE: &str = "\
cargo xtask audit verify     [--data DIR | --export DIR [--checkpoints FILE]]
cargo xtask audit checkpoint [--data DIR | --export DIR --checkpoints FILE [--stack NAME [--region REGION]]]

  verify             check histories, logs, totals and checkpoints; says what is wrong and where
  checkpoint         the same, then note what is there in the file of checkpoints, and count the load by day and city;
                     a running server does so by itself once a day
  --data DIR         the data of one machine (.data if left out); a checkpoint needs its server to be stopped
  --export DIR       an export of the table in AWS, as docs/deploying.md gets it
  --checkpoints FILE where checkpoints are noted; of one machine, checkpoints.jsonl beside its data
  --stack NAME       store the load in the table of this installation in AWS
  --region REGION    else what the AWS configuration says

ends with 0 if everything is as it was written, with 1 if something is not, with 2 if that cannot be said
";

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    what: String,
    data: Option<PathBuf>,
    export: Option<PathBuf>,
    checkpoints: Option<PathBuf>,
    stack: Option<String>,
    region: Option<String>,
}

pub fn run(project: &Project, arguments: &[String]) -> Result<()> {
    if arguments.first().is_some_and(|first| first == "--help" || first == "-h") {
        print!("{USAGE}");
        return Ok(());
    }
    let options = parse(arguments)?;
    if options.stack.is_some()
        && let Some(missing) = deploy::missing_aws()
    {
        bail!("this needs {missing}");
    }
    let executable = server::build(project)?;
    let mut call = command(executable);
    call.arg("audit").arg(&options.what);
    match &options.export {
        Some(export) => call.arg("--export").arg(export),
        None => call.arg("--data").arg(options.data.clone().unwrap_or_else(|| project.root().join(".data"))),
    };
    if let Some(file) = &options.checkpoints {
        call.arg("--checkpoints").arg(file);
    }
    let Some(stack) = &options.stack else { return process::run_speaking(&mut call) };
    let table = process::read(&mut aws(&options, &table_query(stack)))?.trim().to_owned();
    let folder = project.target().join(format!("load-{}", std::process::id()));
    call.arg("--load").arg(&folder).args(["--table", &table]);
    let checked = process::run_speaking(&mut call);
    // The load is stored even if something was found: it is another matter.
    let stored = if folder.is_dir() { store(&options, &folder) } else { Ok(()) };
    // A folder that stays behind harms nobody.
    let _ = fs::remove_dir_all(&folder);
    checked.and(stored)
}

/// Sends the requests that were written.
fn store(options: &Options, folder: &std::path::Path) -> Result<()> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .with_context(|| format!("cannot read {}", folder.display()))?;
    files.sort();
    for file in files {
        let request = format!("file://{}", file.display());
        let arguments = ["dynamodb", "batch-write-item", "--request-items", &request, "--output", "json"];
        let answer = process::read(&mut aws(options, &arguments.map(str::to_owned)))?;
        if !answer.split_whitespace().collect::<String>().contains("\"UnprocessedItems\":{}") {
            bail!("AWS did not take all of the load; call this again in a minute: {}", answer.trim());
        }
    }
    Ok(())
}

fn aws(options: &Options, arguments: &[String]) -> std::process::Command {
    let mut call = command("aws");
    call.args(arguments);
    if let Some(region) = &options.region {
        call.env("AWS_REGION", region).env("AWS_DEFAULT_REGION", region);
    }
    call
}

fn table_query(stack: &str) -> Vec<String> {
    let query = "Stacks[0].Outputs[?OutputKey=='TableName'].OutputValue";
    ["cloudformation", "describe-stacks", "--stack-name", stack, "--query", query, "--output", "text"]
        .map(str::to_owned)
        .to_vec()
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut rest = arguments.iter();
    let mut options = Options::default();
    match rest.next().map(String::as_str) {
        Some(what @ ("verify" | "checkpoint")) => options.what = what.to_owned(),
        Some(other) => bail!("'audit' takes verify or checkpoint, not '{other}'\n\n{USAGE}"),
        None => bail!("'audit' needs verify or checkpoint\n\n{USAGE}"),
    }
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().cloned().with_context(|| format!("{argument} needs a value\n\n{USAGE}"));
        match argument.as_str() {
            "--data" => options.data = Some(value()?.into()),
            "--export" => options.export = Some(value()?.into()),
            "--checkpoints" => options.checkpoints = Some(value()?.into()),
            "--stack" => options.stack = Some(value()?),
            "--region" => options.region = Some(value()?),
            unknown => bail!("'audit' takes no '{unknown}'\n\n{USAGE}"),
        }
    }
    if options.data.is_some() && options.export.is_some() {
        bail!("--data and --export exclude each other\n\n{USAGE}");
    }
    if options.stack.is_some() && (options.what != "checkpoint" || options.export.is_none()) {
        bail!("--stack stores the load that a checkpoint of an --export counts\n\n{USAGE}");
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
    fn options_are_understood() {
        let options =
            parsed("checkpoint --export e --checkpoints c --stack xueshi --region eu-central-1").expect("valid");
        let expected = Options {
            what: "checkpoint".to_owned(),
            data: None,
            export: Some("e".into()),
            checkpoints: Some("c".into()),
            stack: Some("xueshi".to_owned()),
            region: Some("eu-central-1".to_owned()),
        };
        assert_eq!(options, expected);
        assert_eq!(parsed("verify").expect("valid"), Options { what: "verify".to_owned(), ..Options::default() });
    }

    #[test]
    fn mistakes_are_explained() {
        for (line, said) in [
            ("", "needs verify or checkpoint"),
            ("scan", "not 'scan'"),
            ("verify --data a --export b", "exclude each other"),
            ("verify --export b --stack c", "--stack stores the load"),
            ("checkpoint --stack c", "--stack stores the load"),
            ("verify --export", "--export needs a value"),
            ("verify --exports a", "no '--exports'"),
        ] {
            let mistake = format!("{:#}", parsed(line).expect_err("a mistake"));
            assert!(mistake.contains(said), "{line}: {mistake}");
        }
    }
}
