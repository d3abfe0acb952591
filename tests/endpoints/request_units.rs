//! What each endpoint costs, against golden figures that live in the repository: a rise fails.

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::contract::ENDPOINTS;
use serde::{Deserialize, Serialize};
use tests::{World, scenario};

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Cost {
    calls: u32,
    read_units: f64,
    write_units: f64,
    items_read: u32,
}

type Costs = BTreeMap<String, Cost>;

/// Sums up a scenario: what the typical request of each endpoint cost.
async fn measure(world: &World) -> Costs {
    let mut costs = Costs::new();
    for stop in scenario::of_every_endpoint(world).await {
        let usage = stop.usage;
        let cost = Cost {
            calls: usage.calls,
            read_units: usage.read_units(),
            write_units: usage.write_units(),
            items_read: usage.items_read,
        };
        costs.insert(stop.endpoint.to_owned(), cost);
    }
    costs
}

fn golden_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/request_units.json")
}

/// If you're here because this assertion failed: an endpoint has become dearer. If that is meant and worth it, write
/// the new figures with `XUESHI_GOLDEN=write cargo test -p tests --test endpoints request_units` and say why in
/// docs/table.md.
#[tokio::test]
async fn no_endpoint_costs_more_than_it_did() {
    let world = World::new().await;
    let costs = measure(&world).await;
    for row in ENDPOINTS {
        assert!(costs.contains_key(row.id), "{} is not measured: add a typical request", row.id);
    }
    if std::env::var("XUESHI_GOLDEN").is_ok_and(|what| what == "write") {
        let text = serde_json::to_string_pretty(&costs).expect("figures");
        std::fs::write(golden_path(), text + "\n").expect("the golden file can be written");
    }
    let text = std::fs::read_to_string(golden_path()).expect("the golden file");
    let golden: Costs = serde_json::from_str(&text).expect("golden figures");
    for (endpoint, cost) in &costs {
        let allowed = golden.get(endpoint).unwrap_or_else(|| panic!("{endpoint} has no golden figure"));
        assert!(
            cost.calls <= allowed.calls
                && cost.read_units <= allowed.read_units
                && cost.write_units <= allowed.write_units
                && cost.items_read <= allowed.items_read,
            "{endpoint} costs {cost:?}, its golden figure is {allowed:?}"
        );
    }
}

/// The bounds that the design promises, whatever the golden figures say.
#[tokio::test]
async fn the_promised_bounds_hold() {
    let world = World::new().await;
    let costs = measure(&world).await;
    assert!(costs["submit_registrations"].write_units <= 16.0, "{:?}", costs["submit_registrations"]);
    assert!(costs["approve_registrations"].write_units <= 12.0, "{:?}", costs["approve_registrations"]);
    for list in ["list_registrations", "search_pending", "search_results"] {
        assert!(costs[list].read_units <= 8.0, "{list}: {:?}", costs[list]);
    }
    assert!(costs["search_units"].read_units <= 10.0, "{:?}", costs["search_units"]);
    assert!(costs["sign_in"].read_units + costs["sign_in"].write_units <= 4.0, "{:?}", costs["sign_in"]);
}
