//! `local seed`: fills a data directory with a province of any size.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use domain::permission::Role;
use functions::clock::Clock;

use crate::attachment_store::AttachmentStore;
use crate::console::say;
use crate::data_directory::DataDirectory;
use crate::seed::PASSWORD;
use crate::seed::population::{self, Plan, Shown};

/// What is printed for a command line that cannot be understood.
pub const USAGE: &str = "\
usage: local seed --data DIR [--people N] [--units M] [--years Y] [--seed S] [--until YYYY-MM-DD] [--fresh]

  --data DIR    where data is kept; there must be no table yet, or a province that was interrupted
  --people N    2000 if left out
  --units M     7727 if left out, up to 277000 as in Guangxi
  --years Y     3 if left out: credited years up to that of the last day
  --seed S      another number makes other people; 1 if left out
  --until DAY   the last day on which anything has happened; today if left out
  --fresh       forget what is there
";

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    data: PathBuf,
    plan: Plan,
    is_fresh: bool,
}

impl Options {
    /// Reads the arguments after `seed`.
    ///
    /// # Errors
    /// Says what is missing, unknown or no number.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut arguments = arguments.into_iter();
        let today = Plan::day(Clock::System.now().date());
        let mut plan = Plan { people: 2_000, units: 7_727, years: 3, seed: 1, until: today };
        let (mut data, mut is_fresh) = (None, false);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value\n\n{USAGE}"));
            match argument.as_str() {
                "--data" => data = Some(PathBuf::from(value()?)),
                "--people" => plan.people = number(&argument, &value()?)?,
                "--units" => plan.units = number(&argument, &value()?)?,
                "--years" => plan.years = number(&argument, &value()?)?,
                "--seed" => plan.seed = number(&argument, &value()?)?,
                "--until" => plan.until = value()?,
                "--fresh" => is_fresh = true,
                other => bail!("'seed' takes no '{other}'\n\n{USAGE}"),
            }
        }
        plan.check()?;
        Ok(Self { data: data.with_context(|| format!("--data is missing\n\n{USAGE}"))?, plan, is_fresh })
    }
}

fn number<N: std::str::FromStr>(argument: &str, text: &str) -> Result<N> {
    text.parse().ok().with_context(|| format!("{argument} takes a number, not '{text}'"))
}

/// Makes the province, or goes on with it.
///
/// # Errors
/// If a server is running, or there are other data.
pub async fn run(options: &Options) -> Result<()> {
    let started = Instant::now();
    let data = DataDirectory::open(&options.data, options.is_fresh)?;
    if data.table().exists() {
        bail!("there are data in {} already; --fresh forgets them", data.path().display());
    }
    let store = AttachmentStore::open(&data.attachments(), data.access_key()?)?;
    let table = data.unfinished(&data.table());
    let made = population::fill(&table, data.master_key()?, &store, &options.plan, say).await?;
    data.take_table(&table)?;
    let bytes = data.table().metadata().context("the table was made")?.len();
    say(&format!(
        "{} units, {} of them with people; {} people, {} registrations; {:.1} MB; {:.1} s",
        made.units,
        made.staffed,
        made.people,
        made.registrations,
        bytes as f64 / 1e6,
        started.elapsed().as_secs_f64()
    ));
    introduce(&population::accounts_of(&options.plan)?);
    Ok(())
}

/// Says who can sign in.
pub fn introduce(accounts: &[Shown]) {
    say(&format!("accounts (password {PASSWORD}):"));
    for Shown { role, login, name, unit, department } in accounts {
        let (page, role) = match role {
            Role::Professional => ("/", "个人"),
            Role::Administrator | Role::Operator => ("/unit/", "单位管理员"),
            Role::Unit => ("/unit/sign-in?role=unit", "单位账号"),
        };
        say(&format!("  {role}  {login}  {name} · {unit}{department}  {page}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options> {
        Options::parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn what_is_left_out_has_its_default() {
        let options = parsed("--data .data --until 2026-11-20").expect("valid");
        let plan = Plan { people: 2_000, units: 7_727, years: 3, seed: 1, until: "2026-11-20".to_owned() };
        assert_eq!(options, Options { data: ".data".into(), plan, is_fresh: false });
    }

    #[test]
    fn mistakes_are_explained() {
        for (line, said) in [
            ("", "--data is missing"),
            ("--data d --people many", "not 'many'"),
            ("--data d --people 0", "not 0"),
            ("--data d --units 3", "not 3"),
            ("--data d --years 20", "2016"),
            ("--data d --until tomorrow", "'tomorrow' is not a day"),
            ("--data d --size 1", "no '--size'"),
        ] {
            let mistake = format!("{:#}", parsed(line).expect_err("a mistake"));
            assert!(mistake.contains(said), "{line}: {mistake}");
        }
    }
}
