//! Files that the browser makes and the person keeps.

use crate::prelude::document;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Hands the browser a file to keep. Says whether it could be made.
pub fn hand_over(file_name: &str, media_type: &str, content: &Uint8Array) -> bool {
    let properties = BlobPropertyBag::new();
    properties.set_type(media_type);
    let parts = Array::of1(content);
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &properties) else { return false };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return false };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = &link {
        link.set_href(&address);
        link.set_download(file_name);
        link.click();
    }
    let _ = Url::revoke_object_url(&address);
    link.is_some()
}
