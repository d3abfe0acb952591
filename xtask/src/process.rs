//! Calling other programs.

use std::env;
use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Error, Result, anyhow, bail};

/// Prepares a call that inherits this process's environment, except for what Cargo said there about xtask.
///
/// Some build scripts (ring's, for one) ask Cargo to run again whenever those variables change, so passing them on
/// would rebuild half of the workspace each time that somebody alternates between `cargo build` and `cargo xtask`.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_about_this_crate) {
            command.env_remove(name);
        }
    }
    command
}

fn is_about_this_crate(variable: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
        .iter()
        .any(|prefix| variable.starts_with(prefix))
        || variable == "LD_LIBRARY_PATH"
}

/// Runs a program with its output going to the terminal, and fails if it does.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| cannot_start(command, error))?;
    if !status.success() {
        bail!("{} failed ({status})", describe(command));
    }
    Ok(())
}

/// Runs a program whose lines go to the terminal and to the caller, and fails if it does.
pub fn run_heard(command: &mut Command, mut hear: impl FnMut(&str)) -> Result<()> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(command, error))?;
    let output = child.stdout.take().context("standard output is a pipe")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line.with_context(|| format!("cannot read what {} prints", describe(command)))?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        hear(&line);
    }
    let status = child.wait().with_context(|| format!("cannot wait for {}", describe(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", describe(command));
    }
    Ok(())
}

/// A program has ended badly and said why: there is nothing to add.
#[derive(Debug)]
pub struct Ended(pub u8);

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it ended with {}", self.0)
    }
}

impl std::error::Error for Ended {}

/// Runs a program that speaks for itself, and fails with [`Ended`] if it does.
pub fn run_speaking(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| cannot_start(command, error))?;
    match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(0) => Ok(()),
        Some(code) => Err(Ended(code).into()),
        None => bail!("{} failed ({status})", describe(command)),
    }
}

/// Runs a program quietly and returns what it printed to standard output.
pub fn read(command: &mut Command) -> Result<String> {
    let Output { status, stdout, stderr } = command.output().map_err(|error| cannot_start(command, error))?;
    if !status.success() {
        bail!("{} failed ({status}): {}", describe(command), String::from_utf8_lossy(&stderr).trim());
    }
    String::from_utf8(stdout).with_context(|| format!("{} printed something that is not UTF-8", describe(command)))
}

/// Runs a program whose complaints go to the terminal, and returns what it printed to standard output.
pub fn listen(command: &mut Command) -> Result<String> {
    let call = command.stderr(Stdio::inherit());
    let Output { status, stdout, .. } = call.output().map_err(|error| cannot_start(call, error))?;
    if !status.success() {
        bail!("{} failed ({status})", describe(call));
    }
    String::from_utf8(stdout).with_context(|| format!("{} printed something that is not UTF-8", describe(call)))
}

/// Whether a program exists and ends well when it is asked for its version.
pub fn answers(program: impl AsRef<OsStr>, arguments: &[&str]) -> bool {
    command(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// `PATH` with the given directories in front.
pub fn path_with(first: &[&Path]) -> Result<std::ffi::OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let directories = first.iter().map(|directory| directory.to_path_buf()).chain(env::split_paths(&inherited));
    env::join_paths(directories).context("a directory of PATH contains a colon")
}

pub fn cannot_start(command: &Command, error: std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::NotFound => {
            anyhow!("{} is not installed or not on PATH", Path::new(command.get_program()).display())
        }
        _ => anyhow!("{} could not be started: {error}", describe(command)),
    }
}

/// The call as one would type it, for messages.
pub fn describe(command: &Command) -> String {
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    format!("`{}`", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_shows_the_call_as_it_would_be_typed() {
        assert_eq!(describe(Command::new("npm").args(["ci", "--ignore-scripts"])), "`npm ci --ignore-scripts`");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program-here")).expect_err("it does not exist");
        assert_eq!(error.to_string(), "no-such-program-here is not installed or not on PATH");
    }

    #[test]
    fn variables_that_describe_xtask_stay_here_and_choices_of_the_user_are_passed_on() {
        assert!(is_about_this_crate("CARGO_MANIFEST_DIR"));
        assert!(is_about_this_crate("CARGO_PKG_NAME"));
        assert!(!is_about_this_crate("CARGO_HOME"));
        assert!(!is_about_this_crate("CARGO_TARGET_DIR"));
        assert!(!is_about_this_crate("RUSTUP_AUTO_INSTALL"));
    }
}
