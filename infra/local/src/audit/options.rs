//! What the command line says.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// What is printed for a command line that cannot be understood.
pub const USAGE: &str = "\
usage: local audit verify     --data DIR | --export DIR  [--checkpoints FILE]
       local audit checkpoint --data DIR | --export DIR  [--checkpoints FILE] [--load DIR --table NAME]

  verify             check that everything is as it was written; changes nothing
  checkpoint         the same, then note what is there, and count the load by day and city
  --data DIR         the data of one machine; for a checkpoint its server must not be running, it takes its own
  --export DIR       an export of the cloud's table into S3 (DynamoDB JSON), as downloaded
  --checkpoints FILE checkpoints.jsonl in the data directory if left out; needed for a checkpoint of an export
  --load DIR         where the load of an export is written, as requests for `aws dynamodb batch-write-item`
  --table NAME       the table that these requests name

ends with 0 if everything is as it was written, with 1 if something is not, with 2 if that cannot be said
";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Verify,
    Checkpoint,
}

/// Where the items come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Data(PathBuf),
    Export(PathBuf),
}

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    pub command: Command,
    pub source: Source,
    pub checkpoints: Option<PathBuf>,
    /// A folder for requests, and the table that they are for.
    pub load: Option<(PathBuf, String)>,
}

impl Options {
    /// Reads the arguments after `audit`.
    ///
    /// # Errors
    /// Says what is missing or unknown.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut arguments = arguments.into_iter();
        let command = match arguments.next().as_deref() {
            Some("verify") => Command::Verify,
            Some("checkpoint") => Command::Checkpoint,
            Some(other) => bail!("'audit' takes verify or checkpoint, not '{other}'\n\n{USAGE}"),
            None => bail!("'audit' needs verify or checkpoint\n\n{USAGE}"),
        };
        let (mut data, mut export, mut checkpoints, mut load, mut table) = (None, None, None, None, None);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value\n\n{USAGE}"));
            match argument.as_str() {
                "--data" => data = Some(PathBuf::from(value()?)),
                "--export" => export = Some(PathBuf::from(value()?)),
                "--checkpoints" => checkpoints = Some(PathBuf::from(value()?)),
                "--load" => load = Some(PathBuf::from(value()?)),
                "--table" => table = Some(value()?),
                other => bail!("'audit' takes no '{other}'\n\n{USAGE}"),
            }
        }
        let source = match (data, export) {
            (Some(data), None) => Source::Data(data),
            (None, Some(export)) => Source::Export(export),
            _ => bail!("'audit' needs either --data or --export\n\n{USAGE}"),
        };
        if let Source::Data(data) = &source {
            checkpoints = checkpoints.or_else(|| Some(data.join(crate::data_directory::CHECKPOINTS)));
        }
        if command == Command::Checkpoint && checkpoints.is_none() {
            bail!("a checkpoint of an export needs --checkpoints\n\n{USAGE}");
        }
        let load = match (load, table) {
            (Some(load), Some(table)) => Some((load, table)),
            (None, None) => None,
            _ => bail!("--load and --table go together\n\n{USAGE}"),
        };
        Ok(Self { command, source, checkpoints, load })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options> {
        Options::parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn checkpoints_lie_beside_the_data() {
        let options = parsed("verify --data d").expect("valid");
        assert_eq!(options.checkpoints, Some(PathBuf::from("d/checkpoints.jsonl")));
        assert_eq!(parsed("verify --export e").expect("valid").checkpoints, None);
    }

    #[test]
    fn mistakes_are_explained() {
        for (line, said) in [
            ("", "needs verify or checkpoint"),
            ("look", "not 'look'"),
            ("verify", "either --data or --export"),
            ("verify --data a --export b", "either --data or --export"),
            ("verify --data", "--data needs a value"),
            ("checkpoint --export e", "needs --checkpoints"),
            ("checkpoint --export e --checkpoints c --load l", "go together"),
            ("verify --date d", "no '--date'"),
        ] {
            let mistake = format!("{:#}", parsed(line).expect_err("a mistake"));
            assert!(mistake.contains(said), "{line}: {mistake}");
        }
    }
}
