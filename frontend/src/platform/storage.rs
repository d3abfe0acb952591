//! What the browser keeps for this site: every key, in one place.
//!
//! A browser may have no room, or forbid it: then nothing is kept, nothing is found, and nobody is stopped by it.

use domain::id::PersonId;
use gloo_storage::{LocalStorage, SessionStorage, Storage};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::prelude::window;

/// Who was signed in last, for opening without a network. [`Place::Device`]
pub const SESSION: &str = "xueshi/session";
/// The categories and the hours table, where they are not those that this release carries. [`Place::Device`]
pub const RULES: &str = "xueshi/rules";
/// 大字版; `first_paint.js` reads it too. [`Place::Device`]
pub const TEXT_SIZE: &str = "xueshi/text";
/// Whether the keys of the review are switched off. [`Place::Device`]
pub const REVIEW_KEYS: &str = "xueshi/review-keys";

/// What somebody has typed into `form`, each person's apart. [`Place::Device`]
pub fn draft(person: Option<&PersonId>, form: &str) -> String {
    format!("xueshi/draft/{}/{form}", of(person))
}

/// How far the import of a file of this kind has come. [`Place::Tab`]
pub fn import(kind: &str, person: Option<&PersonId>) -> String {
    format!("xueshi/import/{kind}/{}", of(person))
}

fn of(person: Option<&PersonId>) -> &str {
    person.map_or("", PersonId::as_str)
}

/// How long it is kept, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// By all tabs of this browser, until it is removed.
    Device,
    /// By this tab, until it is closed.
    Tab,
}

impl Place {
    /// What is kept under this key, if it can still be read.
    pub fn load<T: DeserializeOwned>(self, key: &str) -> Option<T> {
        self.is_there().then(|| match self {
            Place::Device => LocalStorage::get(key).ok(),
            Place::Tab => SessionStorage::get(key).ok(),
        })?
    }

    /// Keeps it; says whether the browser has taken it.
    pub fn save<T: Serialize>(self, key: &str, value: &T) -> bool {
        self.is_there()
            && match self {
                Place::Device => LocalStorage::set(key, value).is_ok(),
                Place::Tab => SessionStorage::set(key, value).is_ok(),
            }
    }

    /// The same of a text as it stands, not of its JSON.
    pub fn load_text(self, key: &str) -> Option<String> {
        self.raw()?.get_item(key).ok()?
    }

    pub fn save_text(self, key: &str, text: &str) -> bool {
        self.raw().is_some_and(|storage| storage.set_item(key, text).is_ok())
    }

    pub fn remove(self, key: &str) {
        if let Some(storage) = self.raw() {
            let _ = storage.remove_item(key);
        }
    }

    /// Whether something is kept under this key. `None`: the browser keeps nothing at all for this site.
    pub fn has(self, key: &str) -> Option<bool> {
        Some(self.raw()?.get_item(key).ok()?.is_some())
    }

    /// All keys that begin so.
    pub fn keys(self, start: &str) -> Vec<String> {
        let Some(storage) = self.raw() else { return Vec::new() };
        let keys = (0..storage.length().unwrap_or_default()).filter_map(|number| storage.key(number).ok().flatten());
        keys.filter(|key| key.starts_with(start)).collect()
    }

    /// Forgets all of it.
    pub fn clear(self) {
        if let Some(storage) = self.raw() {
            let _ = storage.clear();
        }
    }

    /// The library takes it for granted that there is a storage.
    fn is_there(self) -> bool {
        self.raw().is_some()
    }

    fn raw(self) -> Option<web_sys::Storage> {
        match self {
            Place::Device => window().local_storage().ok()?,
            Place::Tab => window().session_storage().ok()?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_keys_of_their_own() {
        let (one, other) = (PersonId::from_bits(1), PersonId::from_bits(2));
        assert_ne!(draft(Some(&one), "registration/new"), draft(Some(&other), "registration/new"));
        assert_ne!(import("people", Some(&one)), import("people", None));
    }
}
