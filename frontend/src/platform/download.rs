//! Files that the browser makes and the person keeps.

use std::time::Duration;

use crate::prelude::{document, set_timeout};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How long a file stays for the browser to read.
const KEPT: Duration = Duration::from_secs(60);

/// Hands the browser a file to keep. Says whether it could be made.
pub fn hand_over(file_name: &str, media_type: &str, content: &Uint8Array) -> bool {
    let properties = BlobPropertyBag::new();
    properties.set_type(media_type);
    let parts = Array::of1(content);
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &properties) else { return false };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return false };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    let body = document().body();
    if let (Some(link), Some(body)) = (&link, &body) {
        link.set_href(&address);
        link.set_download(file_name);
        // Some browsers follow only a link of the document, and begin to read a while after it was followed.
        let _ = body.append_child(link);
        link.click();
        link.remove();
    }
    set_timeout(move || _ = Url::revoke_object_url(&address), KEPT);
    link.is_some() && body.is_some()
}
