//! Steps that are done beside others, one after the other: each is a command of its own, whose output is shown in one piece at
//! the end.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::report::{Outcome, Report};
use crate::progress::elapsed;
use crate::project::Project;

/// What is shown as a step, and the arguments of the command that does it.
pub type Aside = (&'static str, &'static [&'static str]);

struct Done {
    name: &'static str,
    result: Result<()>,
    took: Duration,
    output: PathBuf,
}

pub struct Beside(JoinHandle<Vec<Done>>);

impl Beside {
    /// Begins the first of them.
    pub fn begin(project: &Project, steps: &'static [Aside]) -> Result<Self> {
        let outputs = project.target().join("beside");
        fs::create_dir_all(&outputs).with_context(|| format!("cannot create {}", outputs.display()))?;
        let program = std::env::current_exe().context("cannot find this program again")?;
        // A build of the whole workspace replaces the program while it runs.
        let copy = outputs.join("xtask");
        fs::copy(&program, &copy).with_context(|| format!("cannot copy {}", program.display()))?;
        Ok(Self(thread::spawn(move || {
            let one = |&(name, arguments): &Aside| {
                let start = Instant::now();
                let output = outputs.join(format!("{}.log", name.replace(' ', "-")));
                let result = run(Command::new(&copy).args(arguments), &output);
                let took = start.elapsed();
                println!("══ {name}, beside this: {}", elapsed(took));
                Done { name, result, took, output }
            };
            steps.iter().map(one).collect()
        })))
    }

    /// Waits for all, shows what each printed and notes what became of it.
    pub fn end(self, report: &mut Report) -> Result<()> {
        let Ok(all) = self.0.join() else { bail!("the thread that does steps beside others has ended badly") };
        for Done { name, result, took, output } in all {
            println!("\n══ {name} (done beside others)");
            // What cannot be read has been said by the failure of its step.
            print!("{}", fs::read_to_string(&output).unwrap_or_default());
            let outcome = match result {
                Ok(()) => Outcome::Passed,
                Err(error) => {
                    eprintln!("✗ {error:#}");
                    Outcome::Failed
                }
            };
            println!("══ {name}: {}", elapsed(took));
            report.note(name, outcome, took);
        }
        Ok(())
    }
}

fn run(command: &mut Command, output: &PathBuf) -> Result<()> {
    let file = File::create(output).with_context(|| format!("cannot write {}", output.display()))?;
    let both = file.try_clone().with_context(|| format!("cannot write {}", output.display()))?;
    let status = command.stdin(Stdio::null()).stdout(file).stderr(both).status();
    let status = status.with_context(|| format!("cannot start {}", command.get_program().display()))?;
    if !status.success() {
        bail!("it failed ({status})");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_and_complaints_go_to_one_file_and_failures_are_told() {
        let output = std::env::temp_dir().join(format!("xtask-beside-{}", std::process::id()));
        let shell = |script: &str| run(Command::new("sh").args(["-c", script]), &output);
        shell("echo said; echo complained >&2").expect("it ends well");
        let both = fs::read_to_string(&output).expect("the output");
        assert!(both.contains("said") && both.contains("complained"), "{both}");
        assert!(shell("exit 3").expect_err("it ends badly").to_string().contains('3'));
        fs::remove_file(output).expect("the scratch file");
    }
}
