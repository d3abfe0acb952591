//! How far an import has come, kept with this tab: a page that is loaded again goes on where it stopped, with every
//! correction. The file itself lies enciphered on the device (`sheets/src/bin/sheets/kept.rs`); its key is here, so that it
//! ends with the tab.

use domain::id::PersonId;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::lines::Progress;

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
    serde_json::from_str(&storage()?.get_item(&place(kind, person)).ok()??).ok()
}

/// Keeps it. A full or forbidden store must not stop the import: then the file has to be chosen once more.
pub fn save(kind: &str, person: Option<&PersonId>, kept: &Kept) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(kept)) {
        let _ = storage.set_item(&place(kind, person), &text);
    }
}

/// Without the key nobody reads the file again.
pub fn forget(kind: &str, person: Option<&PersonId>) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&place(kind, person));
    }
}

fn place(kind: &str, person: Option<&PersonId>) -> String {
    format!("xueshi/import/{kind}/{}", person.map_or("", PersonId::as_str))
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}
