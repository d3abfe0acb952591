//! What the command line says.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use domain::hours::WallTime;
use domain::timestamp::Timestamp;

/// What is printed for a command line that asks for it, or that cannot be understood.
pub const USAGE: &str = "\
usage: local serve --site DIR --data DIR [--port N] [--fresh] [--log requests|quiet] [--clock YYYY-MM-DDTHH:MM]
                   [--functions BOOTSTRAP]

  --site DIR    the built front end (target/site)
  --data DIR    where data is kept; made and filled with demo data if it is not there
  --port N      8080 if left out; 0 takes a free one
  --fresh       begin with new demo data
  --log         one line per request (requests, the default), or none (quiet)
  --functions BOOTSTRAP
                answer each endpoint by its own process of this Lambda executable
  --clock TIME  let the clock stand still at this time in Asia/Shanghai, for tests
";

const DEFAULT_PORT: u16 = 8080;
/// 1970-01-01.
const UNIX_EPOCH_JULIAN_DAY: i32 = 2_440_588;
/// Asia/Shanghai is UTC+8 all year.
const SHANGHAI_MILLISECONDS: i64 = 8 * 3_600_000;

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    pub site: PathBuf,
    pub data: PathBuf,
    pub port: u16,
    pub is_fresh: bool,
    pub is_quiet: bool,
    /// The Lambda executable that answers in place of this process.
    pub functions: Option<PathBuf>,
    /// `None`: the system's clock.
    pub clock: Option<Timestamp>,
}

impl Options {
    /// Reads the arguments after the program's name.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut arguments = arguments.into_iter();
        match arguments.next().as_deref() {
            Some("serve") => {}
            Some(other) => bail!("there is no command '{other}'\n\n{USAGE}"),
            None => bail!("{USAGE}"),
        }
        let (mut site, mut data, mut clock, mut functions) = (None, None, None, None);
        let (mut port, mut is_fresh, mut is_quiet) = (DEFAULT_PORT, false, false);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value\n\n{USAGE}"));
            match argument.as_str() {
                "--site" => site = Some(PathBuf::from(value()?)),
                "--data" => data = Some(PathBuf::from(value()?)),
                "--port" => {
                    let text = value()?;
                    port = text.parse().with_context(|| format!("'{text}' is not a port (0–65535)"))?;
                }
                "--fresh" => is_fresh = true,
                "--log" => {
                    is_quiet = match value()?.as_str() {
                        "requests" => false,
                        "quiet" => true,
                        other => bail!("--log takes requests or quiet, not '{other}'"),
                    }
                }
                "--functions" => functions = Some(PathBuf::from(value()?)),
                "--clock" => clock = Some(instant(&value()?)?),
                other => bail!("'serve' takes no '{other}'\n\n{USAGE}"),
            }
        }
        if functions.is_some() && clock.is_some() {
            bail!("functions are on the system's clock: --functions and --clock exclude each other");
        }
        Ok(Self {
            site: site.with_context(|| format!("--site is missing\n\n{USAGE}"))?,
            data: data.with_context(|| format!("--data is missing\n\n{USAGE}"))?,
            port,
            is_fresh,
            is_quiet,
            functions,
            clock,
        })
    }
}

fn instant(text: &str) -> Result<Timestamp> {
    let Ok(wall) = WallTime::parse(text) else {
        bail!("--clock takes a time like 2026-11-23T10:00, not '{text}'");
    };
    Ok(instant_of(wall))
}

/// The instant at which clocks in Asia/Shanghai show this.
pub fn instant_of(wall: WallTime) -> Timestamp {
    let days = i64::from(wall.date().to_julian_day() - UNIX_EPOCH_JULIAN_DAY);
    let minutes = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
    Timestamp::from_milliseconds(days * 86_400_000 + minutes * 60_000 - SHANGHAI_MILLISECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options> {
        Options::parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn what_is_left_out_has_its_default() {
        let options = parsed("serve --site target/site --data .data").expect("valid");
        assert_eq!((options.port, options.is_fresh, options.is_quiet, options.clock), (8080, false, false, None));
    }

    #[test]
    fn everything_can_be_said() {
        let options = parsed("serve --data d --fresh --port 0 --log quiet --clock 2026-11-23T10:00 --site s");
        let options = options.expect("valid");
        assert_eq!((options.port, options.is_fresh, options.is_quiet), (0, true, true));
        assert_eq!(options.clock.map(Timestamp::display).as_deref(), Some("2026-11-23 10:00"));
    }

    #[test]
    fn mistakes_are_explained() {
        for (line, said) in [
            ("", "usage:"),
            ("run", "no command 'run'"),
            ("serve --data d", "--site is missing"),
            ("serve --site", "--site needs a value"),
            ("serve --port 70000", "'70000' is not a port"),
            ("serve --clock noon", "2026-11-23T10:00"),
            ("serve --prot 1", "no '--prot'"),
            ("serve --functions b --clock 2026-11-23T10:00", "exclude each other"),
        ] {
            let mistake = format!("{:#}", parsed(line).expect_err("a mistake"));
            assert!(mistake.contains(said), "{line}: {mistake}");
        }
    }
}
