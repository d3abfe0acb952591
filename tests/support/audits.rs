//! Looks at a whole installation as the audit does.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::id::RegistrationId;
use domain::timestamp::Timestamp;
use functions::audit::checkpoints::Checkpoints;
use functions::audit::{Audit, Report};
use functions::store::keys::{Kind, PARTITION, SORT};
use local::audit::{each_item, fold_table};
use serde_dynamo::{AttributeValue, Item};

use crate::world::World;

/// Everything that is in a table, by partition and sort key.
pub type Items = BTreeMap<(String, String), Item>;

impl World {
    /// Checks what is in the table against checkpoints, and takes one at `next`.
    pub fn audited(&self, checkpoints: &str, next: Option<Timestamp>) -> Report {
        let mut audit = Audit::new(Checkpoints::read(checkpoints), next);
        self.saved(|table| fold_table(table, &mut audit).expect("a table"));
        audit.finish()
    }

    pub fn items(&self) -> Items {
        let mut items = Items::new();
        self.saved(|table| {
            each_item(table, |item| {
                let item = item.expect("an item");
                items.insert(key_of(&item), item);
            })
            .expect("a table");
        });
        items
    }

    fn saved(&self, look: impl FnOnce(&std::path::Path)) {
        // Not by chance: a simulation has the same ids every time.
        static SAVED: AtomicU32 = AtomicU32::new(0);
        let name = format!("xueshi-audit-{}-{}", std::process::id(), SAVED.fetch_add(1, Ordering::SeqCst));
        let path: PathBuf = std::env::temp_dir().join(name);
        self.engine.save_to(&path).expect("a file for the table");
        look(&path);
        // A file that stays behind harms nobody.
        let _ = std::fs::remove_file(&path);
    }
}

/// Checks these items against checkpoints.
pub fn audit(items: &Items, checkpoints: &str) -> Report {
    let mut audit = Audit::new(Checkpoints::read(checkpoints), None);
    items.values().for_each(|item| audit.take(item.clone()));
    audit.finish()
}

/// Everything but the history of a registration.
pub fn without_history(items: &Items, id: &RegistrationId) -> Items {
    let (person, serial) = (id.person().as_str(), id.serial());
    let is_of = |(partition, sort): &(String, String)| {
        matches!(Kind::of(partition, sort), Some(Kind::History { person: one, serial: other, .. })
            if one == person && other == serial)
    };
    let kept: Items =
        items.iter().filter(|(key, _)| !is_of(key)).map(|(key, item)| (key.clone(), item.clone())).collect();
    assert!(kept.len() < items.len(), "{id} has a history");
    kept
}

/// # Panics
/// If the item has none.
pub fn key_of(item: &Item) -> (String, String) {
    let text = |name: &str| match item.get(name) {
        Some(AttributeValue::S(text)) => text.clone(),
        other => panic!("{name} is {other:?}"),
    };
    (text(PARTITION), text(SORT))
}
