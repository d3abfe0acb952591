//! Where the keyboard is.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::prelude::*;

/// Focuses when what has just changed is in the document, and after a closing dialog has given the focus back.
pub fn focus_soon(id: String) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id).and_then(|found| found.dyn_into::<HtmlElement>().ok())
        {
            let _ = element.focus();
        }
    });
}
