//! Evidence beside the claim: pictures are shown, PDF files are downloaded.

use crate::prelude::*;
use domain::contract::attachments::{Attachment, FileKind, ReadAttachmentRequest};
use domain::id::RegistrationId;

use crate::components::dialog::sheet;
use crate::features::registrations::evidence_preview::{fetch_button, fetched_picture};
use crate::features::registrations::wording::file_size;

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
    let request = ReadAttachmentRequest { registration: Some(registration), attachment: file.id.clone() };
    let picture = match file.kind {
        FileKind::Pdf => view! { <p class="evidence-file"><span aria-hidden="true">"PDF"</span></p> }.into_any(),
        FileKind::Jpeg | FileKind::Png => fetched_picture(request.clone(), file.clone(), picture),
    };
    view! {
        <figure class="evidence">
            {picture}
            <figcaption class="spread">
                <span>{file.file_name.clone()}" "<span class="small muted">{file_size(file.bytes)}</span></span>
                {fetch_button("下载", request, &file)}
            </figcaption>
        </figure>
    }
    .into_any()
}

/// A press enlarges it.
fn picture(address: String, name: String) -> AnyView {
    let enlarged = RwSignal::new(false);
    let (title, source) = (name.clone(), address.clone());
    let large = sheet(enlarged, Signal::derive(move || title.clone()), move || {
        view! { <img class="evidence-large" src=source.clone() alt="" /> }.into_any()
    });
    view! {
        <button type="button" class="evidence-picture" aria-label=format!("放大 {name}")
            on:click=move |_| enlarged.set(true)>
            <img src=address alt="" />
        </button>
        {large}
    }
    .into_any()
}
