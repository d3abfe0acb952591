//! Whether an endpoint gets slower as the province grows: `cargo xtask bench flat`.
//!
//! Provinces on disk, and the same tours through the same hospital of each, one after the other, round by round, so that
//! whatever else the machine does disturbs all of them alike. Figures of a row may be compared; those of two runs may not.
//! The smallest province is there twice: what one of the two differs from the other by is chance.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::timestamp::Timestamp;
use functions::store::units;
use functions::store::usage::Usage;
use local::engine::Sweeper;
use local::machine::TABLE;
use local::seed::population::Plan;
use local::seed::{HOSPITAL, province};
use local::server::SWEPT_EACH;
use tests::footprints::{Before, Footprints};
use tests::scenario::{self, Place};
use tests::stopwatch::Took;
use tests::{World, world};

/// People and units of each province: the smallest, once more the smallest, and larger ones.
const SIZES: [(u64, usize); 4] = [(2_000, 2_770), (2_000, 2_770), (20_000, 27_700), (200_000, 277_000)];
/// Which of them is the smallest once more.
const SAME: usize = 1;
/// Tours through each, and how often each of their requests that change nothing is made again.
const ROUNDS: u32 = 100;
const REPEATS: usize = 9;
/// Tours before the clock counts.
const WARM_UP: u32 = 2;
/// Tours from one word about how far it has come to the next.
const TOLD_EACH: u32 = 10;
/// Turns of the sweeper.
const SWEEPS: usize = 20;
/// More than what is kept of a unit as last counted lasts.
const SECONDS_BETWEEN: i64 = 11 * 60;

/// A province, and how to come back to it as it was.
struct Measured {
    people: u64,
    world: World,
    footprints: Footprints,
    before: Before,
    figures: BTreeMap<&'static str, Figures>,
}

#[derive(Default)]
struct Figures {
    times: Vec<Duration>,
    /// What the requests took of the processor.
    processor: Vec<Duration>,
    /// The most that a request read for nothing, compared with what it needed, and what the last one cost.
    worst: Usage,
    last: Usage,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    // For trying the measurement itself.
    let of_largest = figure_of("XUESHI_PEOPLE").unwrap_or(SIZES[SIZES.len() - 1].0);
    let rounds = figure_of("XUESHI_ROUNDS").and_then(|rounds| u32::try_from(rounds).ok()).unwrap_or(ROUNDS);
    let hospital = province(1).into_iter().find(|unit| unit.name == HOSPITAL).expect("the first unit is the hospital");
    let unit = domain::id::UnitId::of(&hospital.credit_code);
    let mut all = Vec::new();
    for (people, units) in SIZES {
        let largest = SIZES[SIZES.len() - 1].0;
        let (people, units) = (people * of_largest / largest, units * of_largest as usize / largest as usize);
        let started = Instant::now();
        let until = Plan::day(world::NOW.date());
        let plan = Plan { people, units: units.max(10), years: 3, seed: 1, until };
        let footprints = Footprints::default();
        let world = World::seeded(&plan, |_| {}, footprints.clone()).await;
        println!("{people} people and {} units made in {:.1} s", plan.units, started.elapsed().as_secs_f64());
        let before = Before::of(&world, &unit).await;
        all.push(Measured { people, world, footprints, before, figures: BTreeMap::new() });
    }
    let started = Instant::now();
    for round in 0..WARM_UP + rounds {
        // Another one begins each time.
        for turn in 0..all.len() {
            let number = (turn + round as usize) % all.len();
            all[number].pass(&unit, round).await;
        }
        if (round + 1) % TOLD_EACH == 0 {
            println!("{} of {} tours, {:.0} s", round + 1, WARM_UP + rounds, started.elapsed().as_secs_f64());
        }
    }
    println!("{rounds} tours of each province in {:.0} s", started.elapsed().as_secs_f64());
    // A Scan would have ended the tours where it was called (`tests::calls`).
    println!("no call is a Scan");
    for visited in &all {
        visited.sweep();
    }
    print(all);
}

fn figure_of(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

impl Measured {
    /// What it takes to look for expired items, which a server does every minute.
    fn sweep(&self) {
        let mut sweeper = Sweeper::new(self.world.engine.clone(), TABLE, SWEPT_EACH);
        let mut turns = Vec::new();
        for _ in 0..SWEEPS {
            let started = Instant::now();
            // Before this instant nothing was to vanish.
            sweeper.turn(Timestamp::default()).expect("a turn");
            turns.push(started.elapsed());
        }
        turns.sort();
        let (median, most) = (at(50, &turns), at(100, &turns));
        println!("{} people: a turn of the sweeper {median:.0} ms, at most {most:.0} ms", self.people);
    }

    async fn pass(&mut self, unit: &domain::id::UnitId, round: u32) {
        let world = &self.world;
        let departments = units::departments(&world.app, unit).await.expect("departments");
        let nursing = departments.iter().find(|one| one.name == "护理部").expect("nurses").id.clone();
        let place = Place { unit: unit.clone(), nursing, round: round + 1, repeats: REPEATS };
        for stop in scenario::through(world, place).await {
            if round >= WARM_UP {
                self.figures.entry(stop.endpoint).or_default().note(stop.took, stop.usage);
            }
        }
        self.before.again(world, &self.footprints).await;
        world.app.clock.advance_seconds(SECONDS_BETWEEN);
    }
}

impl Figures {
    fn note(&mut self, took: Took, usage: Usage) {
        self.times.push(took.elapsed);
        self.processor.push(took.processor);
        if self.times.len() == 1 || waste(&usage) > waste(&self.worst) {
            self.worst = usage.clone();
        }
        self.last = usage;
    }

    fn sort(&mut self) {
        self.times.sort();
        self.processor.sort();
    }
}

/// Milliseconds that a share of sorted durations stays below.
fn at(share: usize, sorted: &[Duration]) -> f64 {
    sorted[(sorted.len() - 1) * share / 100].as_secs_f64() * 1_000.0
}

/// Items read ÷ items needed.
fn waste(usage: &Usage) -> f64 {
    let needed = usage.items_read - usage.items_left_out.min(usage.items_read);
    f64::from(usage.items_read.max(1)) / f64::from(needed.max(1))
}

fn print(mut all: Vec<Measured>) {
    for visited in &mut all {
        visited.figures.values_mut().for_each(Figures::sort);
    }
    let shown = || [0].into_iter().chain(SAME + 1..all.len());
    println!(
        "milliseconds p50 / p99 by people; how much more the largest takes than the smallest, beside it what the two of one \
         size differ by; items read ÷ needed; units read + written"
    );
    print!("| endpoint | n |");
    shown().for_each(|number| print!(" {} |", all[number].people));
    println!(" p50 | p99 | same size | processor p99 | same size | items | units |");
    println!("|---|---|{}---|---|---|---|---|---|---|", "---|".repeat(shown().count()));
    let endpoints: Vec<&str> = all[0].figures.keys().copied().collect();
    for endpoint in endpoints {
        let row: Vec<&Figures> = all.iter().map(|visited| &visited.figures[endpoint]).collect();
        print!("| `{endpoint}` | {} |", row[0].times.len());
        for number in shown() {
            print!(" {:.2} / {:.2} |", at(50, &row[number].times), at(99, &row[number].times));
        }
        let (small, same, large) = (row[0], row[SAME], row[row.len() - 1]);
        let more = |of: &Figures, share| at(share, &of.times) / at(share, &small.times);
        let more_processor = |of: &Figures| at(99, &of.processor) / at(99, &small.processor);
        print!(" {:.2} | {:.2} | {:.2} |", more(large, 50), more(large, 99), more(same, 99));
        print!(" {:.2} | {:.2} |", more_processor(large), more_processor(same));
        println!(" {} | {} |", each(&row, |one| items(&one.worst)), each(&row, |one| units(&one.last)));
    }
}

/// A figure of each size, or once if it is the same for all.
fn each(row: &[&Figures], figure: impl Fn(&Figures) -> String) -> String {
    let all: Vec<String> = row.iter().map(|figures| figure(figures)).collect();
    if all.iter().all(|one| *one == all[0]) { all[0].clone() } else { all.join(", ") }
}

fn items(usage: &Usage) -> String {
    let (read, needed) = (usage.items_read, usage.items_read - usage.items_left_out.min(usage.items_read));
    match read {
        0 => "–".to_owned(),
        _ if read == needed => format!("{:.2}", waste(usage)),
        _ => format!("{read} ÷ {needed} = {:.2}", waste(usage)),
    }
}

fn units(usage: &Usage) -> String {
    format!("{} + {}", usage.read_units(), usage.write_units())
}
