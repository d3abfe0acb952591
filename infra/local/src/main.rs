//! `local serve`: the whole product on one machine. `local operator`: who runs it. `local code`: the demo's operator signs in.
//! `local seed`, `local backup` and `local restore`: its data. `local audit`: whether all is as it was written.

use std::process::ExitCode;

use local::options::{Options, USAGE};
use local::{audit, backup, operator, province};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{USAGE}\n{}\n{}\n{}\n{}", operator::USAGE, province::USAGE, backup::USAGE, audit::USAGE);
        return ExitCode::SUCCESS;
    }
    let is_audit = arguments.first().is_some_and(|command| command == "audit");
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            if is_audit { ExitCode::from(audit::exit_code(&error)) } else { ExitCode::FAILURE }
        }
    }
}

fn run(arguments: Vec<String>) -> anyhow::Result<()> {
    let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build();
    if let [command, rest @ ..] = arguments.as_slice() {
        let rest = rest.iter().cloned();
        match command.as_str() {
            "operator" => {
                let told = runtime()?.block_on(operator::create(&operator::Options::parse(rest)?))?;
                println!("{told}");
                return Ok(());
            }
            "seed" => return runtime()?.block_on(province::run(&province::Options::parse(rest)?)),
            "backup" => return backup::run(&backup::BackupOptions::parse(rest)?),
            "audit" => return runtime()?.block_on(audit::run(&audit::Options::parse(rest)?)),
            "restore" => return backup::run_restore(&backup::RestoreOptions::parse(rest)?),
            _ => {}
        }
    }
    if arguments == ["code"] {
        println!("{}", local::seed::code(functions::clock::Clock::System.now()));
        return Ok(());
    }
    let options = Options::parse(arguments)?;
    runtime()?.block_on(local::start::run(options))
}
