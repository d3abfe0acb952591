//! Whether an endpoint gets slower as the province grows: `cargo xtask bench flat`.
//!
//! Three provinces on disk, and the same tours through the same hospital of each, one after the other, round by round, so that
//! whatever else the machine does disturbs all of them alike. Figures of a row may be compared; those of two runs may not.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use functions::store::units;
use functions::store::usage::Usage;
use local::seed::population::Plan;
use local::seed::{HOSPITAL, province};
use tests::tour::{self, Place};
use tests::{World, world};

/// People and units of each province.
const SIZES: [(u64, usize); 3] = [(2_000, 2_770), (20_000, 27_700), (200_000, 277_000)];
/// Tours through each, and how often each of their requests that change nothing is made again.
const ROUNDS: u32 = 40;
const REPEATS: usize = 9;
/// Tours before the clock counts.
const WARM_UP: u32 = 2;
/// More than what is kept of a unit as last counted lasts.
const SECONDS_BETWEEN: i64 = 11 * 60;

#[derive(Default)]
struct Figures {
    times: Vec<Duration>,
    usage: Usage,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let sizes: Vec<(u64, usize)> =
        match std::env::var("XUESHI_PEOPLE").ok().and_then(|people| people.parse::<u64>().ok()) {
            // For trying the measurement itself.
            Some(people) => SIZES
                .iter()
                .map(|(of, units)| (of * people / SIZES[2].0, (units * people as usize / 200_000).max(10)))
                .collect(),
            None => SIZES.to_vec(),
        };
    let mut worlds = Vec::new();
    for (people, units) in &sizes {
        let started = Instant::now();
        let until = Plan::day(world::NOW.date());
        let plan = Plan { people: *people, units: *units, years: 3, seed: 1, until };
        let world = World::seeded(&plan, |_| {}).await;
        println!("{people} people and {units} units made in {:.1} s", started.elapsed().as_secs_f64());
        worlds.push(world);
    }
    let hospital = province(1).into_iter().find(|unit| unit.name == HOSPITAL).expect("the first unit is the hospital");
    let unit = domain::id::UnitId::of(&hospital.credit_code);
    let mut figures: Vec<BTreeMap<&str, Figures>> = sizes.iter().map(|_| BTreeMap::new()).collect();
    for round in 0..WARM_UP + ROUNDS {
        // Another one begins each time.
        for turn in 0..worlds.len() {
            let number = (turn + round as usize) % worlds.len();
            let world = &worlds[number];
            let departments = units::departments(&world.house, &unit).await.expect("departments");
            let nursing = departments.iter().find(|one| one.name == "护理部").expect("nurses").id.clone();
            let place = Place { unit: unit.clone(), nursing, round: round + 1, repeats: REPEATS };
            for stop in tour::through(world, place).await {
                if round < WARM_UP {
                    continue;
                }
                let of_endpoint = figures[number].entry(stop.endpoint).or_default();
                of_endpoint.times.push(stop.elapsed);
                of_endpoint.usage = stop.usage;
            }
            world.house.clock.advance_seconds(SECONDS_BETWEEN);
        }
    }
    print(&sizes, figures);
    for world in &worlds {
        let seen = world.calls.seen();
        let actions: BTreeSet<&str> = seen.iter().map(|call| call.action.as_str()).collect();
        assert!(!actions.contains("dynamodb:Scan"), "something scans");
    }
    println!("no call is a Scan");
}

fn print(sizes: &[(u64, usize)], mut figures: Vec<BTreeMap<&str, Figures>>) {
    println!(
        "{ROUNDS} tours of each province; milliseconds p50 / p99 by people; of the last request: items read ÷ needed, units read + written"
    );
    print!("| endpoint | n |");
    for (people, _) in sizes {
        print!(" {people} |");
    }
    println!(" p50 ratio | p99 ratio | items | units |");
    println!("|---|---|{}---|---|---|---|", "---|".repeat(sizes.len()));
    let endpoints: Vec<&str> = figures[0].keys().copied().collect();
    for endpoint in endpoints {
        let mut cells = Vec::new();
        let mut count = 0;
        for of_size in &mut figures {
            let times = &mut of_size.get_mut(endpoint).expect("every tour stops there").times;
            times.sort();
            count = times.len();
            let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
            cells.push((at(50), at(99)));
        }
        print!("| `{endpoint}` | {count} |");
        for (p50, p99) in &cells {
            print!(" {p50:.2} / {p99:.2} |");
        }
        let (small, large) = (cells[0], cells[cells.len() - 1]);
        print!(" {:.2} | {:.2} |", large.0 / small.0, large.1 / small.1);
        let usages: Vec<&Usage> = figures.iter().map(|of_size| &of_size[endpoint].usage).collect();
        println!(" {} | {} |", each(&usages, items), each(&usages, units));
    }
}

/// A figure of each size, or once if it is the same for all.
fn each(usages: &[&Usage], figure: impl Fn(&Usage) -> String) -> String {
    let all: Vec<String> = usages.iter().map(|usage| figure(usage)).collect();
    if all.iter().all(|one| *one == all[0]) { all[0].clone() } else { all.join(", ") }
}

fn items(usage: &Usage) -> String {
    let (read, needed) = (usage.items_read, usage.items_read - usage.items_left_out.min(usage.items_read));
    match (read, needed) {
        (0, _) => "–".to_owned(),
        (_, 0) => format!("{read} ÷ 0"),
        _ => format!("{:.2}", f64::from(read) / f64::from(needed)),
    }
}

fn units(usage: &Usage) -> String {
    format!("{} + {}", usage.read_units(), usage.write_units())
}
