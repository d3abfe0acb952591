//! How far an import has come, kept with this tab: a page that is loaded again goes on where it stopped, with every
//! correction. The file itself lies enciphered on the device (`sheets/src/bin/sheets/kept.rs`); its key is here, so that it
//! ends with the tab.

use domain::id::PersonId;
use serde::{Deserialize, Serialize};

use crate::features::import::lines::Progress;
use crate::platform::storage::{self, Place};

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Of the file.
    pub key: String,
    /// The file's name.
    pub name: String,
    pub progress: Progress,
}

/// What this tab has kept of such a file for this person.
pub fn load(kind: &str, person: Option<&PersonId>) -> Option<Kept> {
    Place::Tab.load(&storage::import(kind, person))
}

/// Keeps it. Where the browser will not, the file has to be chosen once more.
pub fn save(kind: &str, person: Option<&PersonId>, kept: &Kept) {
    Place::Tab.save(&storage::import(kind, person), kept);
}

/// Without the key nobody reads the file again.
pub fn forget(kind: &str, person: Option<&PersonId>) {
    Place::Tab.remove(&storage::import(kind, person));
}
