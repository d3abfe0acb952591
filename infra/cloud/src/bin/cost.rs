//! `cost GOLDEN PRICES`: prints what the cloud costs, by the golden request units and a list of prices. `cargo xtask cost`
//! calls it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use cloud::cost::{PriceList, Units, of_a_million, of_a_year};

fn main() -> Result<()> {
    let mut paths = std::env::args().skip(1);
    let mut read = || -> Result<(String, String)> {
        let path = paths.next().context("which files?")?;
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        Ok((path, text))
    };
    let (path, text) = read()?;
    let units: BTreeMap<String, Units> =
        serde_json::from_str(&text).with_context(|| format!("{path} is no golden file"))?;
    let (path, text) = read()?;
    let list = PriceList::parse(&text).with_context(|| path.clone())?;
    let (prices, currency) = (&list.prices, &list.currency);
    println!("prices of {}, {}, in {currency}: {path}", list.region, list.as_of);
    println!("\n{currency} for a million typical requests");
    for (endpoint, units) in &units {
        println!("{endpoint:<28} {:>8.2}", of_a_million(prices, endpoint, *units));
    }
    let (requests, rest) = of_a_year(prices, &units, 100_000.0);
    println!("\n{currency} a year for 100,000 people");
    println!(
        "{:<28} {requests:>8.0}\n{:<28} {rest:>8.0}\n{:<28} {:>8.0}",
        "requests",
        "evidence and front end",
        "together",
        requests + rest
    );
    Ok(())
}
