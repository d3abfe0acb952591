//! `cost GOLDEN`: prints what the cloud costs, by the golden request units. `cargo xtask cost` calls it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use cloud::cost::{Units, of_a_million, of_a_year};

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("which file?")?;
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let units: BTreeMap<String, Units> =
        serde_json::from_str(&text).with_context(|| format!("{path} is no golden file"))?;
    println!("US dollars for a million typical requests");
    for (endpoint, units) in &units {
        println!("{endpoint:<28} {:>8.2}", of_a_million(endpoint, *units));
    }
    let (requests, rest) = of_a_year(&units, 100_000.0);
    println!("\nUS dollars a year for 100,000 people");
    println!(
        "{:<28} {requests:>8.0}\n{:<28} {rest:>8.0}\n{:<28} {:>8.0}",
        "requests",
        "evidence and front end",
        "together",
        requests + rest
    );
    Ok(())
}
