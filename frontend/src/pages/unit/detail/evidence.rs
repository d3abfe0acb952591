//! Evidence beside the claim: pictures are shown, PDF files are downloaded.

use crate::prelude::*;
use domain::contract::ReadAttachment;
use domain::contract::attachments::{Attachment, FileKind, ReadAttachmentRequest};
use domain::id::RegistrationId;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Response, Url};

use crate::api::{CallError, call};
use crate::attempt::{Attempt, Loader};
use crate::components::failure::failure_notice;
use crate::components::loaded::loaded;
use crate::pages::unit::sheet::sheet;
use crate::wording::file_size;

/// All evidence of a registration, one piece at a time.
pub fn evidence(registration: RegistrationId, files: Vec<Attachment>) -> AnyView {
    if files.is_empty() {
        return view! { <p class="muted">"没有附件"</p> }.into_any();
    }
    let chosen = RwSignal::new(0_usize);
    let tab = |(number, file): (usize, &Attachment)| {
        let is_chosen = move || (chosen.get() == number).to_string();
        view! {
            <button type="button" class="button" aria-pressed=is_chosen on:click=move |_| chosen.set(number)>
                {format!("{} · {}", number + 1, file.file_name)}
            </button>
        }
    };
    let tabs = (files.len() > 1).then(|| {
        let tabs = files.iter().enumerate().map(tab).collect_view();
        view! { <div class="evidence-tabs" role="group" aria-label="选择附件">{tabs}</div> }
    });
    let shown = move || files.get(chosen.get()).map(|file| piece(registration.clone(), file.clone()));
    view! { {tabs} {shown} }.into_any()
}

fn piece(registration: RegistrationId, file: Attachment) -> AnyView {
    let request = ReadAttachmentRequest { registration, attachment: file.id.clone() };
    let picture = match file.kind {
        FileKind::Pdf => view! { <p class="evidence-file"><span aria-hidden="true">"PDF"</span></p> }.into_any(),
        FileKind::Jpeg | FileKind::Png => picture(request.clone(), &file),
    };
    view! {
        <figure class="evidence">
            {picture}
            <figcaption class="spread">
                <span>{file.file_name.clone()}" "<span class="small muted">{file_size(file.bytes)}</span></span>
                {download_button(request, &file)}
            </figcaption>
        </figure>
    }
    .into_any()
}

/// The picture itself, fetched once and shown from the device's memory; a press enlarges it.
fn picture(request: ReadAttachmentRequest, file: &Attachment) -> AnyView {
    let (kind, name) = (file.kind, file.file_name.clone());
    let held = StoredValue::new(None::<String>);
    let loader = Loader::new(move || {
        let request = request.clone();
        async move {
            let address = fetch_picture(&request, kind).await?;
            if held.try_get_value().is_none() {
                // The reviewer has moved on; nobody else would give the memory back.
                let _ = Url::revoke_object_url(&address);
                return Err(CallError::Offline);
            }
            held.set_value(Some(address.clone()));
            Ok(address)
        }
    });
    on_cleanup(move || {
        if let Some(address) = held.try_get_value().flatten() {
            let _ = Url::revoke_object_url(&address);
        }
    });
    let enlarged = RwSignal::new(false);
    let title = name.clone();
    let large = sheet(enlarged, Signal::derive(move || title.clone()), move || {
        let address = held.get_value().unwrap_or_default();
        view! { <img class="evidence-large" src=address alt="" /> }.into_any()
    });
    let shown = loaded(loader, 1, move |address| {
        view! {
            <button type="button" class="evidence-picture" aria-label=format!("放大 {name}")
                on:click=move |_| enlarged.set(true)>
                <img src=address alt="" />
            </button>
        }
        .into_any()
    });
    view! { {shown} {large} }.into_any()
}

/// Fetches a picture over its short-lived address, and gives back one that the page may show.
async fn fetch_picture(request: &ReadAttachmentRequest, kind: FileKind) -> Result<String, CallError> {
    let download = call::<ReadAttachment>(request).await?;
    blob_address(&download.url, kind).await.map_err(|_| CallError::Offline)
}

async fn blob_address(url: &str, kind: FileKind) -> Result<String, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(url)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let content = JsFuture::from(response.blob()?).await?;
    let options = BlobPropertyBag::new();
    options.set_type(kind.media_type());
    let picture = Blob::new_with_blob_sequence_and_options(&Array::of1(&content), &options)?;
    Url::create_object_url_with_blob(&picture)
}

fn download_button(request: ReadAttachmentRequest, file: &Attachment) -> AnyView {
    let attempt = Attempt::new();
    let download = Callback::new(move |()| {
        let request = request.clone();
        attempt.run(async move {
            let download = call::<ReadAttachment>(&request).await?;
            // It is answered as a download, so the app stays where it is.
            let _ = window().location().set_href(&download.url);
            Ok(())
        });
    });
    view! {
        <span class="stack">
            <button type="button" class="button" aria-label=format!("下载 {}", file.file_name)
                aria-busy=move || attempt.is_busy().to_string() on:click=move |_| download.run(())>"下载"</button>
            {failure_notice(attempt.failure(), download)}
        </span>
    }
    .into_any()
}
