//! What a scenario leaves behind, so that the next one finds the world as this one did.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::UnitId;
use functions::store::directory;
use functions::store::keys::{
    ADMINISTRATORS, DEEDS, DEPARTMENTS, DIRECTORY, Key, LOAD, PLATFORM, unit_of, unit_partition,
};
use functions::store::table::{Change, Condition, Item};
use local::engine::{Verdict, Wire};
use serde_json::Value;

use crate::World;

/// Changes of one transaction (DynamoDB's own limit).
const CHANGES_MAX: usize = 100;

/// Notes the key of everything that is written.
#[derive(Debug, Clone, Default)]
pub struct Footprints(Arc<Mutex<BTreeSet<(String, String)>>>);

impl Wire for Footprints {
    fn before(&self, operation: &str, body: &[u8]) -> Verdict {
        if matches!(operation, "PutItem" | "UpdateItem" | "TransactWriteItems") {
            let body: Value = serde_json::from_slice(body).expect("the SDK sends JSON");
            let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            noted.extend(written(&body));
        }
        Verdict::Pass
    }
}

/// The keys of whatever a request puts or updates.
fn written(body: &Value) -> Vec<(String, String)> {
    let parts = body["TransactItems"].as_array().map(Vec::as_slice).unwrap_or_default();
    let parts = parts.iter().flat_map(|part| [&part["Put"], &part["Update"]]).chain([body]);
    let keys = parts.flat_map(|part| [&part["Item"], &part["Key"]]);
    keys.filter_map(|key| Some((key["pk"]["S"].as_str()?.to_owned(), key["sk"]["S"].as_str()?.to_owned()))).collect()
}

/// What is there before the first scenario and becomes more with each.
pub struct Before {
    unit: UnitId,
    lists: Vec<(Key, Option<Item>)>,
}

impl Before {
    /// A world as it is before tours through this unit.
    pub async fn of(world: &World, unit: &UnitId) -> Self {
        let mut lists = Vec::new();
        for key in [Key::platform_keys(), Key::operators(), Key::chiefs(unit)] {
            let item = world.app.table.get_item(&key, true).await.expect("a read");
            lists.push((key, item));
        }
        Self { unit: unit.clone(), lists }
    }

    /// Takes away what a scenario has made and takes its units out of the directory.
    pub async fn again(&self, world: &World, footprints: &Footprints) {
        let noted = std::mem::take(&mut *footprints.0.lock().unwrap_or_else(PoisonError::into_inner));
        let always = Condition::Always;
        let mut changes = Vec::new();
        for (key, item) in self.lists.clone() {
            changes.push(match item {
                Some(item) => Change::Put { item, condition: always.clone() },
                None => Change::Delete { key, condition: always.clone() },
            });
        }
        for (partition, sort) in noted {
            if !self.is_the_tours_own(&partition, &sort) {
                continue;
            }
            let unit = unit_of(&partition).filter(|_| sort == "UNIT").and_then(|unit| unit.parse::<UnitId>().ok());
            if let Some(code) = unit.as_ref().and_then(UnitId::credit_code) {
                changes.push(directory::unlist(world.app.clock.now(), &code).expect("a line of the log"));
            }
            changes.push(Change::Delete { key: Key { partition, sort }, condition: always.clone() });
        }
        for some in changes.chunks(CHANGES_MAX) {
            world.app.table.transact(some.to_vec()).await.expect("nothing stands against it");
        }
        // What was just done is no scenario's.
        footprints.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Of what everybody shares, entries of logs, departments and administrators are the scenario's; elsewhere everything is.
    fn is_the_tours_own(&self, partition: &str, sort: &str) -> bool {
        let shared = [&self.unit, &UnitId::other()].map(unit_partition);
        match partition {
            DIRECTORY | PLATFORM | LOAD => false,
            _ if shared.iter().any(|one| one == partition) => {
                [DEEDS, DEPARTMENTS, ADMINISTRATORS].iter().any(|kind| sort.starts_with(*kind))
            }
            _ => true,
        }
    }
}
