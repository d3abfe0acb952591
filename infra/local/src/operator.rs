//! `local operator`: makes an operator (平台管理员) of this machine, and says once what they sign in with.

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use domain::operator::OperatorForm;
use functions::clock::Clock;
use functions::use_cases::create_operator;

use crate::attachment_store::AttachmentStore;
use crate::data_directory::DataDirectory;
use crate::engine::Engine;
use crate::machine;

/// What is printed for a command line that cannot be understood.
pub const USAGE: &str = "\
usage: local operator --data DIR --login LOGIN --name NAME [--another]

  --data DIR    where data is kept; the server must not be running
  --login LOGIN what the operator signs in with: 3 to 32 letters, digits, dots and hyphens
  --name NAME   the operator's name
  --another     make one more, though there is an operator
";

#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    data: PathBuf,
    form: OperatorForm,
}

impl Options {
    /// Reads the arguments after `operator`.
    ///
    /// # Errors
    /// Says what is missing or unknown.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut arguments = arguments.into_iter();
        let (mut data, mut login, mut name, mut another) = (None, None, None, false);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value\n\n{USAGE}"));
            match argument.as_str() {
                "--data" => data = Some(PathBuf::from(value()?)),
                "--login" => login = Some(value()?),
                "--name" => name = Some(value()?),
                "--another" => another = true,
                other => bail!("'operator' takes no '{other}'\n\n{USAGE}"),
            }
        }
        let missing = |option: &str| format!("{option} is missing\n\n{USAGE}");
        Ok(Self {
            data: data.with_context(|| missing("--data"))?,
            form: OperatorForm {
                login: login.with_context(|| missing("--login"))?,
                name: name.with_context(|| missing("--name"))?,
                another,
            },
        })
    }
}

/// Makes the operator; gives what has to be handed over.
///
/// # Errors
/// If a server is running, there are no data yet, or there is an operator.
pub async fn create(options: &Options) -> Result<String> {
    let path = options.data.display();
    if !options.data.is_dir() {
        bail!("there are no data in {path}; start the server once to make them");
    }
    let data = DataDirectory::open(&options.data, false)?;
    if !data.table().exists() {
        bail!("there is no table in {path}; start the server once to make it");
    }
    let store = AttachmentStore::open(&data.attachments(), data.access_key()?)?;
    let engine = Engine::open(&data.table())?;
    // Nobody asks this app over HTTP.
    let app = machine::app(&engine, &store, data.master_key()?, Clock::System, "http://localhost").await?;
    create_operator::create_operator(&app, &options.form).await.map_err(|refused| anyhow!(refused))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn parsed(line: &str) -> Result<Options> {
        Options::parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn mistakes_are_explained() {
        for (line, said) in [
            ("--login huang --name 黄锋", "--data is missing"),
            ("--data d --name 黄锋", "--login is missing"),
            ("--data d --login", "--login needs a value"),
            ("--data d --log in", "no '--log'"),
        ] {
            let mistake = format!("{:#}", parsed(line).expect_err("a mistake"));
            assert!(mistake.contains(said), "{line}: {mistake}");
        }
    }

    #[tokio::test]
    async fn the_first_is_made_and_a_second_only_if_told() {
        let scratch = Scratch::new("operator");
        let options = |login: &str, more: &str| {
            parsed(&format!("--data {} --login {login} --name 黄锋 {more}", scratch.path().display())).expect("valid")
        };
        let refused = create(&options("huang.feng", "")).await.expect_err("nothing is there").to_string();
        assert!(refused.contains("start the server once"), "{refused}");

        Engine::open(&DataDirectory::open(scratch.path(), false).expect("a directory").table()).expect("a table");
        let told = create(&options("huang.feng", "")).await.expect("the first one");
        assert!(told.contains("otpauth://totp/xueshi:huang.feng?secret="), "{told}");
        let refused = create(&options("lu.xiaoting", "")).await.expect_err("there is one").to_string();
        assert!(refused.contains("--another"), "{refused}");
        create(&options("lu.xiaoting", "--another")).await.expect("another one");

        let _running = DataDirectory::open(scratch.path(), false).expect("a server");
        let refused = create(&options("nong.jianhua", "--another")).await.expect_err("a server is running").to_string();
        assert!(refused.contains("another server uses"), "{refused}");
    }
}
