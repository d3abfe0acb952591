//! Reads files of registrations as 导入学员培训信息 does and prints a JSON object a line: a row, its mistakes, or why a whole
//! file is refused.
//!
//! `cargo run -q -p sheets --example read_registrations -- [--today YYYY-MM-DD] FILE…`

mod rows;

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use domain::hours::{WallTime, parse_date};
use time::Date;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).peekable();
    let mut today = None;
    if arguments.next_if(|argument| argument == "--today").is_some() {
        today = arguments.next().and_then(|text| parse_date(&text).ok());
        if today.is_none() {
            eprintln!("--today needs a date such as 2026-11-23");
            return ExitCode::FAILURE;
        }
    }
    let Some(today) = today.or_else(current_date) else {
        eprintln!("the clock tells no date; give one with --today");
        return ExitCode::FAILURE;
    };
    for path in arguments {
        match std::fs::read(&path) {
            Ok(bytes) => {
                for line in rows::of(&path, &bytes, today) {
                    println!("{}", serde_json::to_string(&line).expect("texts and figures"));
                }
            }
            Err(error) => {
                eprintln!("{path} cannot be read: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// Today in Shanghai.
fn current_date() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    Some(WallTime::from_unix_seconds(i64::try_from(seconds).ok()?)?.date())
}
