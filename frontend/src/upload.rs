//! One piece of evidence on its way: looked at on the device, announced, sent straight to the attachment store, confirmed.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use crate::prelude::{TimeoutHandle, set_timeout_with_handle, window};
use domain::contract::attachments::{Attachment, ConfirmAttachmentRequest, CreateAttachmentRequest, FileKind, Upload};
use domain::contract::{ConfirmAttachment, CreateAttachment};
use domain::id::{IdempotencyKey, PersonId};
use domain::limits::{ATTACHMENT_BYTES_MAX, FILE_NAME_CHARACTERS_MAX};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, ProgressEvent, XmlHttpRequest};

use crate::api::{CallError, call, call_keyed};
use crate::photo;

/// Why a file did not become evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadError {
    /// The file itself will not do; trying again does not help.
    Unfit(&'static str),
    Call(CallError),
}

impl UploadError {
    pub fn message(&self) -> String {
        match self {
            UploadError::Unfit(sentence) => (*sentence).to_owned(),
            UploadError::Call(error) => {
                error.fields().iter().next().map_or_else(|| error.message(), |field| field.message.to_string())
            }
        }
    }

    pub fn is_worth_repeating(&self) -> bool {
        matches!(self, UploadError::Call(error) if error.is_worth_repeating() || error.code() == "not_uploaded")
    }
}

impl From<CallError> for UploadError {
    fn from(error: CallError) -> Self {
        UploadError::Call(error)
    }
}

/// Judges a file by its size and its first bytes, whatever its name says.
pub fn judge(bytes: u64, head: &[u8]) -> Result<FileKind, UploadError> {
    if bytes == 0 {
        return Err(UploadError::Unfit("这个文件是空的，请重新选择"));
    }
    if bytes > ATTACHMENT_BYTES_MAX {
        return Err(UploadError::Unfit("文件超过 10 MB，请压缩或改用较小的照片"));
    }
    FileKind::sniff(head).ok_or(UploadError::Unfit("只能上传 PDF、JPEG 或 PNG，这个文件的内容不是"))
}

/// Brings a file to the store. `progress` hears percents; `key` stays the same when the same file is tried
/// again; `person` is whose evidence it is, where that is not the uploader.
pub async fn upload(
    file: &File,
    key: &IdempotencyKey,
    person: Option<&PersonId>,
    progress: impl Fn(u32) + 'static,
) -> Result<Attachment, UploadError> {
    let unreadable = UploadError::Unfit("读不了这个文件，请重新选择");
    let mut name = file.name();
    let mut content = read(file).await.map_err(|_| unreadable.clone())?;
    let mut sent: Blob = file.clone().into();
    if matches!(FileKind::sniff(&head(&content)), Some(FileKind::Jpeg | FileKind::Png))
        && let Some(smaller) = photo::shrunk(file).await
    {
        content = read(&smaller).await.map_err(|_| unreadable.clone())?;
        sent = smaller;
        name = as_jpeg(&name);
    }
    let kind = judge(content.length().into(), &head(&content))?;
    let request = CreateAttachmentRequest {
        file_name: file_name(&name),
        bytes: content.length().into(),
        kind,
        sha256: sha256(&content).await.map_err(|_| unreadable)?,
        person: person.cloned(),
    };
    let place = call_keyed::<CreateAttachment>(&request, key).await?;
    let id = place.id.clone();
    put(&place, &sent, progress).await.map_err(|_| CallError::Offline)?;
    Ok(call::<ConfirmAttachment>(&ConfirmAttachmentRequest { id, person: person.cloned() }).await?)
}

/// The first bytes, which tell what a file is.
fn head(content: &Uint8Array) -> [u8; 8] {
    let mut head = [0_u8; 8];
    let bytes = content.length().min(8);
    content.subarray(0, bytes).copy_to(&mut head[..bytes as usize]);
    head
}

/// The name of a picture that has become a JPEG.
fn as_jpeg(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{stem}.jpg")
}

/// A name that the functions take: cut to their limit, with its ending kept.
fn file_name(name: &str) -> String {
    let characters: Vec<char> = name.trim().chars().collect();
    if characters.len() <= FILE_NAME_CHARACTERS_MAX {
        return characters.into_iter().collect();
    }
    let ending = characters.len() - 10;
    characters[..FILE_NAME_CHARACTERS_MAX - 10].iter().chain(&characters[ending..]).collect()
}

async fn read(file: &Blob) -> Result<Uint8Array, JsValue> {
    Ok(Uint8Array::new(&JsFuture::from(file.array_buffer()).await?))
}

/// In lower-case hexadecimal.
async fn sha256(content: &Uint8Array) -> Result<String, JsValue> {
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

/// `fetch` does not tell how far it has got; `XMLHttpRequest` does.
async fn put(place: &Upload, file: &Blob, progress: impl Fn(u32) + 'static) -> Result<(), JsValue> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_judged_by_its_content() {
        assert_eq!(judge(100, b"%PDF-1.7"), Ok(FileKind::Pdf));
        assert!(judge(100, b"MZ......").is_err());
        assert!(judge(0, b"").is_err());
        assert!(judge(ATTACHMENT_BYTES_MAX + 1, b"%PDF-1.7").is_err());
    }

    #[test]
    fn a_picture_that_was_made_smaller_is_named_for_what_it_is() {
        assert_eq!(as_jpeg("证书.2026.png"), "证书.2026.jpg");
        assert_eq!(as_jpeg("照片"), "照片.jpg");
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = file_name(&("证".repeat(200) + ".pdf"));
        assert_eq!(name.chars().count(), FILE_NAME_CHARACTERS_MAX);
        assert!(name.ends_with(".pdf"));
    }
}
