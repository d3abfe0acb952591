//! `local serve`: the whole product on one machine. `local operator`: who runs it. `local code`: the demo's operator signs in.

use std::process::ExitCode;

use local::operator;
use local::options::{Options, USAGE};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{USAGE}\n{}", operator::USAGE);
        return ExitCode::SUCCESS;
    }
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Vec<String>) -> anyhow::Result<()> {
    let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build();
    if let [command, rest @ ..] = arguments.as_slice()
        && command == "operator"
    {
        let told = runtime()?.block_on(operator::create(&operator::Options::parse(rest.iter().cloned())?))?;
        println!("{told}");
        return Ok(());
    }
    if arguments == ["code"] {
        println!("{}", local::seed::code(functions::clock::Clock::System.now()));
        return Ok(());
    }
    let options = Options::parse(arguments)?;
    runtime()?.block_on(local::start::run(options))
}
