//! The unit search over a whole province, through the endpoint, against brute force: `cargo xtask bench directory`.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use domain::contract::SearchUnits;
use domain::contract::units::SearchUnitsRequest;
use domain::limits::UNIT_HITS_PER_PAGE;
use functions::store::directory::{self, DirectoryUnit};
use local::seed::{Dice, province};
use tests::{Browser, World};

const UNITS: usize = 277_000;
const SEARCHES: usize = 10_000;
/// Searches with so many hits are paged through to the last; of larger ones the first, a middle and the last page.
const PAGED_THROUGH_MAX: usize = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let started = Instant::now();
    let units = province(UNITS);
    println!("{} units made in {:.1} s", units.len(), started.elapsed().as_secs_f64());
    let world = World::on_disk().await;
    let started = Instant::now();
    directory::compact(&world.app.table, units.clone(), world.app.clock.now()).await.expect("compacted");
    println!("sealed in {:.1} s", started.elapsed().as_secs_f64());

    let browser = Browser::anonymous(&world);
    let started = Instant::now();
    let first = browser.measured::<SearchUnits>(&request("南宁", 0), &world.key()).await.usage;
    let elapsed = milliseconds(started.elapsed());
    println!("first search of a process: {elapsed:.0} ms, {} calls, {} read units", first.calls, first.read_units());

    let mut dice = Dice::new(10_000);
    let (mut times, mut units_read, mut hits_seen) = (Vec::with_capacity(SEARCHES), 0.0_f64, 0_usize);
    let mut slowest = (Duration::ZERO, String::new(), 0);
    for _ in 0..SEARCHES {
        let text = some_text(&units, &mut dice);
        let expected: HashSet<&str> = units
            .iter()
            .filter(|unit| unit.name.contains(&text) || unit.credit_code.as_str().contains(&text))
            .map(|unit| unit.credit_code.as_str())
            .collect();
        let last = expected.len().saturating_sub(1) / UNIT_HITS_PER_PAGE;
        let pages: Vec<usize> =
            if expected.len() <= PAGED_THROUGH_MAX { (0..=last).collect() } else { vec![0, last / 2, last] };
        let mut found = HashSet::new();
        for page in &pages {
            let started = Instant::now();
            let answer = browser.measured::<SearchUnits>(&request(&text, *page), &world.key()).await;
            let elapsed = started.elapsed();
            units_read = units_read.max(answer.usage.read_units());
            let hits = answer.result.expect("hits");
            assert_eq!(hits.total as usize, expected.len(), "{text}: total");
            for hit in hits.hits {
                let code = hit.credit_code.expect("a code").as_str().to_owned();
                assert!(expected.contains(code.as_str()), "{text}: {code} does not match");
                assert!(found.insert(code), "{text}: a unit comes twice");
            }
            times.push(elapsed);
            if elapsed > slowest.0 {
                slowest = (elapsed, text.clone(), expected.len());
            }
        }
        if expected.len() <= PAGED_THROUGH_MAX {
            assert_eq!(found.len(), expected.len(), "{text}: some are missing");
        }
        hits_seen += found.len();
    }
    times.sort();
    let at = |share: usize| milliseconds(times[(times.len() - 1) * share / 100]);
    println!(
        "{SEARCHES} searches, {} pages, {hits_seen} hits: all that brute force finds, and nothing else",
        times.len()
    );
    println!("p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms", at(50), at(95), at(99));
    println!(
        "worst {:.2} ms ({}, {} matches), at most {units_read} read units",
        milliseconds(slowest.0),
        slowest.1,
        slowest.2
    );
}

fn request(text: &str, page: usize) -> SearchUnitsRequest {
    SearchUnitsRequest {
        text: text.to_owned(),
        page: u32::try_from(page).expect("a small number"),
        ..SearchUnitsRequest::default()
    }
}

/// Part of a name or of a code, from two characters on; now and then one that nothing holds.
fn some_text(units: &[DirectoryUnit], dice: &mut Dice) -> String {
    let unit = dice.pick(units);
    let whole = if dice.in_hundred(75) { &unit.name } else { unit.credit_code.as_str() };
    let characters: Vec<char> = whole.chars().collect();
    let length = 2 + dice.below(characters.len() - 1);
    let from = dice.below(characters.len() - length + 1);
    let mut text: Vec<char> = characters[from..from + length].to_vec();
    if dice.in_hundred(10) {
        text.reverse();
    }
    text.into_iter().collect()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
