//! 大字版: larger text and touch targets, remembered on the device.

use crate::prelude::{document, window};

const KEY: &str = "xueshi/text";
const LARGE: &str = "large";

pub fn is_large() -> bool {
    stored().as_deref() == Some(LARGE)
}

/// Switches and remembers. A device that remembers nothing still switches.
pub fn set_large(large: bool) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = if large { storage.set_item(KEY, LARGE) } else { storage.remove_item(KEY) };
    }
    show(large);
}

/// Shows the page as the person last wanted it.
pub fn apply() {
    if is_large() {
        show(true);
    }
}

fn stored() -> Option<String> {
    window().local_storage().ok()??.get_item(KEY).ok()?
}

fn show(large: bool) {
    let Some(root) = document().document_element() else { return };
    let _ = if large { root.set_attribute("data-text", LARGE) } else { root.remove_attribute("data-text") };
}
