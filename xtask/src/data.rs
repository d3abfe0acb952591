//! `cargo xtask seed`, `backup` and `restore`: the data of one machine, by its own program, which says what it takes.

use anyhow::Result;

use crate::process::{self, command};
use crate::project::Project;
use crate::server;

const DATA: &str = "--data";

pub fn run(project: &Project, what: &str, arguments: &[String]) -> Result<()> {
    let executable = server::build(project)?;
    let mut call = command(executable);
    call.arg(what).args(arguments);
    if !names_data(arguments) {
        call.arg(DATA).arg(project.root().join(".data"));
    }
    process::run(&mut call)
}

fn names_data(arguments: &[String]) -> bool {
    arguments.iter().any(|argument| argument == DATA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_this_machines_unless_others_are_named() {
        let words = |line: &str| line.split_whitespace().map(String::from).collect::<Vec<_>>();
        assert!(!names_data(&words("--people 2000 --seed 7")));
        assert!(names_data(&words("--people 2000 --data elsewhere")));
    }
}
