//! Two units with 5,000 people in all become one, on disk, and one request in five is cut off somewhere:
//! `cargo xtask bench merge`.

use std::time::{Duration, Instant};

use domain::contract::MergeUnits;
use domain::contract::directory::{MergeUnitsRequest, UnitsMerged};
use local::seed::Dice;
use tests::World;
use tests::two_units::{TwoUnits, operator};

/// Of the unit that goes; the other one has half as many.
const PEOPLE: usize = 3_334;

#[tokio::main]
async fn main() {
    let world = World::on_disk().await;
    let started = Instant::now();
    let two = TwoUnits::with(&world, PEOPLE).await;
    println!("{} people with {} registrations made in {:.1} s", two.people(), two.registrations(), seconds(started));
    let operator = operator(&world).await;
    let request = MergeUnitsRequest { from: two.from.clone(), into: two.into.clone() };
    let mut dice = Dice::new(5);
    let (mut times, mut written, mut cut, mut moved) = (Vec::new(), 0.0, 0, 0);
    let started = Instant::now();
    loop {
        world.app.clock.advance_seconds(1);
        let key = world.key();
        let call = operator.measured::<MergeUnits>(&request, &key);
        let begun = Instant::now();
        let patience = if dice.in_hundred(20) { dice.below(150) as u64 } else { 60_000 };
        let Ok(call) = tokio::time::timeout(Duration::from_millis(patience), call).await else {
            cut += 1;
            continue;
        };
        times.push(begun.elapsed());
        written += call.usage.write_units();
        match call.result.expect("a part") {
            UnitsMerged::Moving { moved: some } => moved += some,
            UnitsMerged::Merged { moved: some } => {
                moved += some;
                break;
            }
        }
    }
    println!("merged in {:.1} s by {} requests, {cut} more of which were cut off", seconds(started), times.len());
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
    println!("a request: p50 {:.0} ms, p99 {:.0} ms, longest {:.0} ms", at(50), at(99), at(100));
    println!("{:.0} write units for each of {moved} people whose request was not cut off", written / f64::from(moved));
    let started = Instant::now();
    two.assert_merged(&world).await;
    println!("looked through in {:.1} s: nothing lost, nothing twice, everything where it belongs", seconds(started));
}

fn seconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64()
}
