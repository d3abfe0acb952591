//! What the cloud costs: list prices times what was measured.
//!
//! Prices are those of us-east-1 in US dollars, without free allowances, as the services' pricing pages listed them in
//! November 2025; China's regions have lists of their own in yuan. Request units are the golden figures of the tests.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The cost of one endpoint's typical request, as the golden file has it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Units {
    pub read_units: f64,
    pub write_units: f64,
}

/// <https://aws.amazon.com/dynamodb/pricing/on-demand/>: per million request units.
const READ_UNITS: f64 = 0.125;
const WRITE_UNITS: f64 = 0.625;
/// <https://aws.amazon.com/lambda/pricing/>: per million requests, and per GB-second on x86.
const INVOCATIONS: f64 = 0.20;
const GB_SECOND: f64 = 0.000_016_666_7;
/// <https://aws.amazon.com/api-gateway/pricing/>: an HTTP API, per million.
const GATEWAY: f64 = 1.00;
/// <https://aws.amazon.com/cloudfront/pricing/>: HTTPS requests, per million, and per GB sent.
const EDGE: f64 = 1.00;
const EDGE_GB: f64 = 0.085;
/// <https://aws.amazon.com/cloudwatch/pricing/>: per GB of log taken in. A request writes two lines.
const LOG_GB: f64 = 0.50;
const LOG_BYTES: f64 = 700.0;
/// <https://aws.amazon.com/s3/pricing/>: PUT and GET per million, and a GB for a month.
const PUTS: f64 = 5.00;
const GETS: f64 = 0.40;
const STORED_GB_MONTH: f64 = 0.023;

/// What a function takes of Lambda's time at 512 MB: waiting for the table and some milliseconds of its own. argon2id's
/// 24 ms of a whole processor (docs/performance.md) take 80 at the share that 512 MB give.
const MEMORY_GB: f64 = 0.5;
const SECONDS: f64 = 0.015;
const SECONDS_WITH_PASSWORD: f64 = 0.100;
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
pub fn of_a_million(endpoint: &str, units: Units) -> f64 {
    let seconds = if WITH_PASSWORD.contains(&endpoint) { SECONDS_WITH_PASSWORD } else { SECONDS };
    units.read_units * READ_UNITS
        + units.write_units * WRITE_UNITS
        + INVOCATIONS
        + seconds * MEMORY_GB * GB_SECOND * 1e6
        + GATEWAY
        + EDGE
        + LOG_BYTES * LOG_GB / 1e3
}

/// Dollars a year for so many people: requests, and what is kept of their evidence and sent of the application.
pub fn of_a_year(units: &BTreeMap<String, Units>, people: f64) -> (f64, f64) {
    let requests: f64 = A_YEAR
        .iter()
        .filter_map(|(endpoint, times)| units.get(*endpoint).map(|units| times * of_a_million(endpoint, *units) / 1e6))
        .sum();
    let photographs = 4.0;
    let rest = photographs * (PUTS + GETS) / 1e6
        + photographs * PHOTOGRAPH_GB * STORED_GB_MONTH * 12.0
        + APPLICATION_LOADS * (APPLICATION_GB * EDGE_GB + APPLICATION_REQUESTS * EDGE / 1e6);
    (people * requests, people * rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_costs_what_its_parts_cost() {
        let cheap = of_a_million("read_totals", Units { read_units: 0.0, write_units: 0.0 });
        // 0.20 + 15 ms × 0.5 GB × 0.0000166667 × 10⁶ + 1 + 1 + 700 B × 10⁶ × 0.5 $/GB
        assert!((cheap - 2.675).abs() < 0.001, "{cheap}");
        let dear = of_a_million("read_totals", Units { read_units: 8.0, write_units: 16.0 });
        assert!((dear - cheap - 11.0).abs() < 1e-9);
    }

    #[test]
    fn twice_the_people_cost_twice_as_much() {
        let units = BTreeMap::from([("sign_in".to_owned(), Units { read_units: 3.0, write_units: 1.0 })]);
        let (one, _) = of_a_year(&units, 1_000.0);
        let (two, _) = of_a_year(&units, 2_000.0);
        assert!((two - 2.0 * one).abs() < 1e-9 && one > 0.0);
    }
}
