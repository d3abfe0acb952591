//! What the cloud costs: list prices times what was measured.
//!
//! Prices are an input, without free allowances: `infra/prices.json` holds those of us-east-1 with where each comes from;
//! China's regions have lists of their own in yuan. Request units are the golden figures of the tests.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use domain::contract::ENDPOINTS;
use serde::Deserialize;

/// The cost of one endpoint's typical request, as the golden file has it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Units {
    pub read_units: f64,
    pub write_units: f64,
}

/// A file of prices, such as `infra/prices.json`. Every price says where it comes from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceList {
    pub region: String,
    pub currency: String,
    /// The month in which the prices were looked up.
    pub as_of: String,
    pub how_known: String,
    pub prices: Prices,
}

/// Everything that is paid for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    pub read_units: Price,
    pub write_units: Price,
    pub invocations: Price,
    pub gb_second: Price,
    pub gateway: Price,
    pub edge: Price,
    pub edge_gb: Price,
    pub log_gb: Price,
    pub puts: Price,
    pub gets: Price,
    pub stored_gb_month: Price,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    pub dollars: f64,
    /// What one pays that for.
    pub per: String,
    /// Names the service's file in the AWS Price List, and the price in it.
    pub service_code: String,
    pub usage_type: String,
    /// The page that people read.
    pub page: String,
}

impl PriceList {
    /// # Errors
    /// If a price or its source is missing.
    pub fn parse(text: &str) -> Result<Self> {
        let list: Self = serde_json::from_str(text).context("no list of prices like infra/prices.json")?;
        Ok(list)
    }
}

/// A request writes two lines of log.
const LOG_BYTES: f64 = 700.0;

/// What a function takes of Lambda's time: waiting for the table and some milliseconds of its own; with a password, argon2id's
/// 24 ms of a whole processor (docs/performance.md).
const SECONDS: f64 = 0.015;
const SECONDS_WITH_PASSWORD: f64 = 0.040;
const WITH_PASSWORD: [&str; 3] = ["sign_in", "sign_up_professional", "change_password"];

/// What one person causes in a year, by endpoint: eight visits, four registrations with a photograph each, decided one
/// by one; and the reviewer's reading for them.
const A_YEAR: [(&str, f64); 14] = [
    ("sign_in", 8.0),
    ("read_session", 16.0),
    ("list_registrations", 24.0),
    ("read_registration", 8.0),
    ("read_totals", 8.0),
    ("create_attachment", 4.0),
    ("confirm_attachment", 4.0),
    ("create_registration", 4.0),
    ("update_registration", 1.0),
    ("search_units", 2.0),
    ("submit_registrations", 4.0),
    ("search_pending", 2.0),
    ("read_attachment", 4.0),
    ("approve_registrations", 4.0),
];
const PHOTOGRAPH_GB: f64 = 0.001;
/// The application is loaded anew at every second visit; the rest comes from the browser's cache.
const APPLICATION_GB: f64 = 0.000_2;
const APPLICATION_LOADS: f64 = 4.0;
const APPLICATION_REQUESTS: f64 = 6.0;

/// Dollars for a million typical requests of an endpoint.
pub fn of_a_million(prices: &Prices, endpoint: &str, units: Units) -> f64 {
    let seconds = if WITH_PASSWORD.contains(&endpoint) { SECONDS_WITH_PASSWORD } else { SECONDS };
    let row = ENDPOINTS.iter().find(|row| row.id == endpoint);
    let memory_gb = row.map_or(0.0, |row| f64::from(row.size.memory_megabytes) / 1024.0);
    units.read_units * prices.read_units.dollars
        + units.write_units * prices.write_units.dollars
        + prices.invocations.dollars
        + seconds * memory_gb * prices.gb_second.dollars * 1e6
        + prices.gateway.dollars
        + prices.edge.dollars
        + LOG_BYTES * prices.log_gb.dollars / 1e3
}

/// Dollars a year for so many people: requests, and what is kept of their evidence and sent of the application.
pub fn of_a_year(prices: &Prices, units: &BTreeMap<String, Units>, people: f64) -> (f64, f64) {
    let requests: f64 = A_YEAR
        .iter()
        .filter_map(|(endpoint, times)| {
            units.get(*endpoint).map(|units| times * of_a_million(prices, endpoint, *units) / 1e6)
        })
        .sum();
    let photographs = 4.0;
    let rest = photographs * (prices.puts.dollars + prices.gets.dollars) / 1e6
        + photographs * PHOTOGRAPH_GB * prices.stored_gb_month.dollars * 12.0
        + APPLICATION_LOADS
            * (APPLICATION_GB * prices.edge_gb.dollars + APPLICATION_REQUESTS * prices.edge.dollars / 1e6);
    (people * requests, people * rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prices() -> Prices {
        PriceList::parse(include_str!("../../prices.json")).expect("infra/prices.json").prices
    }

    #[test]
    fn a_request_costs_what_its_parts_cost() {
        let prices = prices();
        let cheap = of_a_million(&prices, "read_totals", Units { read_units: 0.0, write_units: 0.0 });
        // 0.20 + 15 ms × 0.5 GB × 0.0000166667 × 10⁶ + 1 + 1 + 700 B × 10⁶ × 0.5 $/GB
        assert!((cheap - 2.675).abs() < 0.001, "{cheap}");
        let dear = of_a_million(&prices, "read_totals", Units { read_units: 8.0, write_units: 16.0 });
        assert!((dear - cheap - 11.0).abs() < 1e-9);
        let password = of_a_million(&prices, "sign_in", Units { read_units: 0.0, write_units: 0.0 });
        // 40 ms × 1,769 MB in the place of 15 ms × 512 MB
        assert!((password - cheap - (0.04 * 1_769.0 - 0.015 * 512.0) / 1_024.0 * 16.6667).abs() < 0.001, "{password}");
    }

    /// Who replaces the prices is told which one is missing or has no source.
    #[test]
    fn a_price_needs_its_source() {
        let text = include_str!("../../prices.json");
        let without = text.replace("\"usage_type\": \"WriteRequestUnits\", ", "");
        assert!(format!("{:#}", PriceList::parse(&without).expect_err("no source")).contains("usage_type"));
        let without = text.replace("\"gets\":", "\"gest\":");
        assert!(format!("{:#}", PriceList::parse(&without).expect_err("a price is missing")).contains("gest"));
    }

    #[test]
    fn other_prices_give_other_costs() {
        let units = Units { read_units: 2.0, write_units: 1.0 };
        let (cheap, mut prices) = (of_a_million(&prices(), "read_totals", units), prices());
        prices.write_units.dollars += 3.0;
        assert!((of_a_million(&prices, "read_totals", units) - cheap - 3.0).abs() < 1e-9);
    }

    #[test]
    fn twice_the_people_cost_twice_as_much() {
        let prices = prices();
        let units = BTreeMap::from([("sign_in".to_owned(), Units { read_units: 3.0, write_units: 1.0 })]);
        let (one, _) = of_a_year(&prices, &units, 1_000.0);
        let (two, _) = of_a_year(&prices, &units, 2_000.0);
        assert!((two - 2.0 * one).abs() < 1e-9 && one > 0.0);
    }
}
