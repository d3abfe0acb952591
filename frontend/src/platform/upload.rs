//! A file on its way to the attachment store: read, digested, sent.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use crate::prelude::{TimeoutHandle, set_timeout_with_handle, window};
use domain::contract::attachments::Upload;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

/// The content of a file.
pub async fn read(file: &Blob) -> Result<Uint8Array, JsValue> {
    Ok(Uint8Array::new(&JsFuture::from(file.array_buffer()).await?))
}

/// The digest of a file, in lower-case hexadecimal.
pub async fn sha256(content: &Uint8Array) -> Result<String, JsValue> {
    let digest = window().crypto()?.subtle().digest_with_str_and_buffer_source("SHA-256", content)?;
    let digest = Uint8Array::new(&JsFuture::from(digest).await?).to_vec();
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
    Ok(digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect())
}

/// A connection over which nothing has moved for so long is gone, whatever the device says.
const STALLED: Duration = Duration::from_secs(30);

/// Ends a request that no longer moves.
struct Watch {
    request: XmlHttpRequest,
    running: Cell<Option<TimeoutHandle>>,
}

impl Watch {
    /// Something moved, or the request has ended.
    fn clear(&self) {
        if let Some(running) = self.running.take() {
            running.clear();
        }
    }

    fn again(&self) {
        self.clear();
        let request = self.request.clone();
        self.running.set(set_timeout_with_handle(move || drop(request.abort()), STALLED).ok());
    }
}

/// Sends a file to where it was announced. `progress` hears percents. `fetch` does not tell how far it has got; `XMLHttpRequest` does.
pub async fn put(place: &Upload, file: &Blob, progress: impl Fn(u32) + 'static) -> Result<(), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async("PUT", &place.url, true)?;
    for (name, value) in &place.headers {
        request.set_request_header(name, value)?;
    }
    let watch = Rc::new(Watch { request: request.clone(), running: Cell::new(None) });
    let moved = Rc::clone(&watch);
    let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        moved.again();
        if event.length_computable() && event.total() > 0.0 {
            progress((event.loaded() / event.total() * 100.0) as u32);
        }
    });
    request.upload()?.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    let ended = Promise::new(&mut |resolve, reject| {
        request.set_onload(Some(&resolve));
        request.set_onerror(Some(&reject));
        request.set_onabort(Some(&reject));
    });
    request.send_with_opt_blob(Some(file))?;
    watch.again();
    let ended = JsFuture::from(ended).await;
    watch.clear();
    ended?;
    // 412: the file is there already; the answer to its upload had got lost.
    if matches!(request.status()?, 200..=299 | 412) { Ok(()) } else { Err(JsValue::NULL) }
}
