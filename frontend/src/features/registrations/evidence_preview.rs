//! Evidence to be looked at. Pictures are fetched once, or were chosen on this device; they are shown from its memory and
//! folded away until wanted. Other files are downloaded.

use std::sync::Arc;

use crate::prelude::*;
use domain::contract::ReadAttachment;
use domain::contract::attachments::{Attachment, FileKind, ReadAttachmentRequest};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlDetailsElement, Response, Url};

use crate::api::{CallError, call};
use crate::components::feedback::failure::failure_notice;
use crate::components::list::loaded::loaded;
use crate::state::mutation::Mutation;
use crate::state::query::query;

/// An address of something in the memory of the device; the memory is given back with it.
pub struct LocalAddress(String);

impl LocalAddress {
    pub fn of(content: &Blob) -> Option<Arc<Self>> {
        Url::create_object_url_with_blob(content).ok().map(|address| Arc::new(Self(address)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for LocalAddress {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}

pub fn is_picture(kind: FileKind) -> bool {
    matches!(kind, FileKind::Jpeg | FileKind::Png)
}

/// 预览 of a picture; `content` is made when it is opened.
pub fn folded_picture(name: &str, content: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let open = RwSignal::new(false);
    let follow = move |event| open.set(event_target::<HtmlDetailsElement>(&event).open());
    view! {
        <details class="picture" on:toggle=follow>
            <summary>"预览"<span class="hidden-text">{format!(" {name}")}</span></summary>
            {move || open.get().then(&content)}
        </details>
    }
    .into_any()
}

pub fn picture(address: String, name: String) -> AnyView {
    view! { <img src=address alt=name /> }.into_any()
}

/// Fetches a short-lived address of the file and goes there. It is answered as a download, so the app stays where it is.
pub fn fetch_button(words: &'static str, request: ReadAttachmentRequest, file: &Attachment) -> AnyView {
    let attempt = Mutation::new();
    let fetch = Callback::new(move |()| {
        let request = request.clone();
        attempt.run(async move { call::<ReadAttachment>(&request).await }, |download| {
            let _ = window().location().set_href(&download.url);
        });
    });
    view! {
        <span class="stack">
            <button type="button" class="button" aria-label=format!("{words} {}", file.file_name)
                aria-busy=move || attempt.is_busy().to_string() on:click=move |_| fetch.run(())>{words}</button>
            {failure_notice(attempt.failure(), fetch)}
        </span>
    }
    .into_any()
}

/// 预览 of a picture that is fetched once it is wanted; nothing for other files.
pub fn preview(request: ReadAttachmentRequest, file: &Attachment) -> Option<AnyView> {
    let fetched = file.clone();
    let content = move || fetched_picture(request.clone(), fetched.clone(), picture);
    is_picture(file.kind).then(|| folded_picture(&file.file_name, content))
}

/// A picture, fetched now. `shown` makes something of an address in the device's memory and the name of the file.
pub fn fetched_picture(
    request: ReadAttachmentRequest,
    file: Attachment,
    shown: fn(String, String) -> AnyView,
) -> AnyView {
    let kind = file.kind;
    let held = StoredValue::new_local(None::<Arc<LocalAddress>>);
    let loader = query(move || {
        let request = request.clone();
        async move {
            let picture = fetch(&request, kind).await?;
            let address = picture.as_str().to_owned();
            // Who has moved on gives the memory back.
            held.try_set_value(Some(picture)).map_or(Ok(address), |_| Err(CallError::Offline))
        }
    });
    loaded(loader, 1, move |address| shown(address, file.file_name.clone()))
}

/// Fetches a picture over its short-lived address.
async fn fetch(request: &ReadAttachmentRequest, kind: FileKind) -> Result<Arc<LocalAddress>, CallError> {
    let download = call::<ReadAttachment>(request).await?;
    let content = content_of(&download.url, kind).await.map_err(|_| CallError::Offline)?;
    LocalAddress::of(&content).ok_or(CallError::Offline)
}

async fn content_of(url: &str, kind: FileKind) -> Result<Blob, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(url)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let content = JsFuture::from(response.blob()?).await?;
    let options = BlobPropertyBag::new();
    options.set_type(kind.media_type());
    Blob::new_with_blob_sequence_and_options(&Array::of1(&content), &options)
}
