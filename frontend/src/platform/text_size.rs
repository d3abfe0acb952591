//! 大字版: larger text and touch targets, remembered on the device.

use crate::platform::storage::{Place, TEXT_SIZE};
use crate::prelude::document;

const LARGE: &str = "large";

pub fn is_large() -> bool {
    Place::Device.load_text(TEXT_SIZE).as_deref() == Some(LARGE)
}

/// Switches and remembers. A device that remembers nothing still switches.
pub fn set_large(large: bool) {
    if large {
        Place::Device.save_text(TEXT_SIZE, LARGE);
    } else {
        Place::Device.remove(TEXT_SIZE);
    }
    show(large);
}

/// Shows the page as the person last wanted it.
pub fn apply() {
    if is_large() {
        show(true);
    }
}

fn show(large: bool) {
    let Some(root) = document().document_element() else { return };
    let _ = if large { root.set_attribute("data-text", LARGE) } else { root.remove_attribute("data-text") };
}
