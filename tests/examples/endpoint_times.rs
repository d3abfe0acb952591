//! Time that each endpoint takes on the embedded engine, on disk: `cargo xtask bench endpoints`.

use std::collections::BTreeMap;
use std::time::Duration;

use tests::{World, scenario};

const TOURS: usize = 40;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for _ in 0..TOURS {
        let world = World::on_disk().await;
        for stop in scenario::of_every_endpoint(&world).await {
            times.entry(stop.endpoint).or_default().push(stop.took.elapsed);
        }
    }
    println!("{TOURS} requests of each endpoint, one at a time, milliseconds");
    println!("{:<24} {:>8} {:>8}", "", "p50", "p99");
    for (endpoint, mut times) in times {
        times.sort();
        let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
        println!("{endpoint:<24} {:>8.2} {:>8.2}", at(50), at(99));
    }
}
