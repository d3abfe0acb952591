//! Checks files of test vectors against the rules: `cargo run -p domain --example check_vectors -- FILE…`
//!
//! A file has the shape of `vectors/hours.json` or `vectors/identifiers.json`. Every mismatch is printed; the exit code is
//! zero only if every file was read, had a case, and held.

mod checker;

use std::{
    env, fs,
    path::Path,
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use domain::hours::WallTime;
use time::Date;

fn main() -> ExitCode {
    let files: Vec<_> = env::args_os().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: cargo run -p domain --example check_vectors -- FILE…");
        return ExitCode::FAILURE;
    }
    let today = today();
    let mut all_hold = true;
    for file in &files {
        all_hold &= holds(Path::new(file), today);
    }
    if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn holds(file: &Path, today: Date) -> bool {
    let name = file.display();
    let checked = fs::read_to_string(file)
        .map_err(|error| format!("cannot be read: {error}"))
        .and_then(|text| serde_json::from_str(&text).map_err(|error| format!("is no JSON: {error}")))
        .and_then(|document| checker::check(&document, today));
    match checked {
        Ok(report) => {
            for mismatch in &report.mismatches {
                println!("{name}: {mismatch}");
            }
            println!("{name}: {} cases, {} mismatches", report.cases, report.mismatches.len());
            report.mismatches.is_empty()
        }
        Err(reason) => {
            println!("{name}: {reason}");
            false
        }
    }
}

/// Today's date in Asia/Shanghai, before which every date of birth must lie.
fn today() -> Date {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    WallTime::from_unix_seconds(since_epoch.as_secs() as i64).expect("the clock is before 9999").date()
}
