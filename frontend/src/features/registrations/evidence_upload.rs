//! 上传附件: photographs and files, each on its own way to the store while the form is filled in.

use std::sync::Arc;

use crate::drafts::registration_draft::RegistrationDraft;
use crate::prelude::*;
use domain::contract::attachments::Attachment;
use domain::id::{AttachmentId, IdempotencyKey, PersonId};
use domain::limits::ATTACHMENTS_MAX;
use leptos::html;
use leptos::task::spawn_local;
use web_sys::{File, HtmlInputElement};

use crate::api::idempotency::fresh_key;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{described_by, field_error};
use crate::features::registrations::attachment::{UploadError, upload};
use crate::features::registrations::evidence_preview::{LocalAddress, folded_picture, is_picture, picture};
use crate::features::registrations::wording::file_size;
use crate::features::registrations::{EVIDENCE, Form};
use crate::platform::location;

/// A file that is not evidence yet.
#[derive(Clone)]
struct Underway {
    file: File,
    /// Stays the same when the file is tried again.
    key: IdempotencyKey,
    percent: ArcRwSignal<u32>,
    failure: ArcRwSignal<Option<UploadError>>,
}

/// The files on their way. They belong to the page and are lost with it, unlike what has arrived: who leaves it is asked.
#[derive(Clone, Copy)]
pub struct Uploads {
    underway: RwSignal<Vec<Underway>, LocalStorage>,
    /// Pictures that were chosen on this page, to be looked at.
    pictures: StoredValue<Vec<(AttachmentId, Arc<LocalAddress>)>, LocalStorage>,
    /// Whose evidence it is, where that is not the uploader.
    person: StoredValue<Option<PersonId>>,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            underway: RwSignal::new_local(Vec::new()),
            pictures: StoredValue::new_local(Vec::new()),
            person: StoredValue::new(None),
        }
    }
}

impl Uploads {
    /// From now on uploads are for this person.
    pub fn set_person(self, person: Option<PersonId>) {
        self.person.set_value(person);
    }

    /// It is not known any more whose evidence it would be: what was chosen for the one before goes. Says whether anything did.
    pub fn forget_person(self, draft: RwSignal<RegistrationDraft>) -> bool {
        self.set_person(None);
        let had_any = draft.with_untracked(|draft| !draft.files.is_empty()) || untrack(|| self.are_pending());
        if had_any {
            self.underway.set(Vec::new());
            self.pictures.update_value(Vec::clear);
            draft.update(RegistrationDraft::drop_evidence);
        }
        had_any
    }

    pub fn are_pending(self) -> bool {
        self.underway.with(|underway| !underway.is_empty())
    }

    fn start(self, form: Form, file: File) {
        let taken = form.draft.with_untracked(|draft| draft.files.len()) + self.underway.with_untracked(Vec::len);
        if taken >= ATTACHMENTS_MAX {
            say(format!("最多 {ATTACHMENTS_MAX} 个附件"));
            return;
        }
        let one = Underway { file, key: fresh_key(), percent: ArcRwSignal::new(0), failure: ArcRwSignal::new(None) };
        self.underway.update(|underway| underway.push(one.clone()));
        self.send(form, one);
    }

    fn send(self, form: Form, one: Underway) {
        one.failure.set(None);
        spawn_local(async move {
            let percent = one.percent.clone();
            let person = self.person.try_get_value().flatten();
            match upload(&one.file, &one.key, person.as_ref(), move |so_far| percent.set(so_far)).await {
                // It was meant for somebody else.
                Ok(_) if self.person.try_get_value().flatten() != person => {}
                Ok((attachment, sent)) => {
                    say(format!("{} 已上传", attachment.file_name));
                    self.remove(&one.key);
                    if let Some(address) = LocalAddress::of(&sent).filter(|_| is_picture(attachment.kind)) {
                        self.pictures.try_update_value(|all| all.push((attachment.id.clone(), address)));
                    }
                    form.draft.try_update(|draft| draft.attach(attachment));
                }
                Err(error) => one.failure.set(Some(error)),
            }
        });
    }

    fn again(self, form: Form, key: &IdempotencyKey) {
        let found = self.underway.with_untracked(|underway| underway.iter().find(|one| one.key == *key).cloned());
        if let Some(one) = found {
            self.send(form, one);
        }
    }

    /// The connection is back: what it had kept from arriving is sent again by itself.
    fn all_again(self, form: Form) {
        for one in self.underway.get_untracked() {
            if one.failure.get_untracked().is_some_and(|error| error.is_worth_repeating()) {
                self.send(form, one);
            }
        }
    }

    /// A picture that was chosen on this page, from the device's memory.
    fn picture_of(self, file: &Attachment) -> Option<AnyView> {
        let address = self
            .pictures
            .with_value(|all| all.iter().find(|(id, _)| *id == file.id).map(|(_, address)| Arc::clone(address)))?;
        let name = file.file_name.clone();
        Some(folded_picture(&file.file_name, move || picture(address.as_str().to_owned(), name.clone())))
    }

    fn remove(self, key: &IdempotencyKey) {
        self.underway.try_update(|underway| underway.retain(|one| one.key != *key));
    }
}

/// `look_at` shows a file that is not in this device's memory.
pub fn evidence_field(form: Form, look_at: fn(&Attachment) -> Option<AnyView>) -> AnyView {
    let camera = NodeRef::<html::Input>::new();
    let files = NodeRef::<html::Input>::new();
    let id = form.errors.id(EVIDENCE.path);
    let error_id = format!("{id}-error");
    let online = window_event_listener_untyped("online", move |_| form.uploads.all_again(form));
    on_cleanup(move || online.remove());
    location::ask_before_leaving(
        "还有附件没有上传完成，离开后需要重新选择。确定离开吗？",
        move || form.uploads.underway.try_with_untracked(Vec::is_empty) == Some(false),
    );
    let take = move |event| take_files(form, &event_target::<HtmlInputElement>(&event));
    view! {
        <div class="field" role="group" aria-label="上传附件">
            <div class="label-row"><label for=id.clone()>{EVIDENCE.label}</label></div>
            {expected(form)}
            <input node_ref=files id=id type="file" class="hidden-text" tabindex="-1" multiple
                accept="application/pdf,image/*" aria-describedby=described_by(form.errors, EVIDENCE)
                on:change=take />
            <input node_ref=camera type="file" class="hidden-text" tabindex="-1" aria-label="拍照上传"
                accept="image/*" capture="environment" on:change=take />
            <div class="row">
                <button type="button" class="button only-touch" on:click=move |_| open(camera)>"拍照"</button>
                <button type="button" class="button" on:click=move |_| open(files)>"选择文件"</button>
                <span class="small muted">{format!("PDF、JPEG、PNG，每个最大 10 MB，最多 {ATTACHMENTS_MAX} 个")}</span>
            </div>
            {field_error(form.errors, EVIDENCE.path, error_id)}
            {arrived(form, look_at)}
            {move || form.uploads.underway.get().into_iter().map(|one| underway(form, one)).collect_view()}
        </div>
    }
    .into_any()
}

/// What reviewers expect of the chosen subcategory.
fn expected(form: Form) -> AnyView {
    let chosen = Memo::new(move |_| form.draft.with(|draft| draft.form.subcategory.clone()));
    (move || {
        let evidence = chosen.with(|code| form.table().subcategory(code)).map(|one| one.evidence.join("、"));
        evidence.map(|evidence| view! { <p class="hint">"该类型通常需要："{evidence}</p> })
    })
    .into_any()
}

fn open(input: NodeRef<html::Input>) {
    if let Some(input) = input.get_untracked() {
        input.click();
    }
}

fn take_files(form: Form, input: &HtmlInputElement) {
    if let Some(files) = input.files() {
        for number in 0..files.length() {
            if let Some(file) = files.item(number) {
                form.uploads.start(form, file);
            }
        }
    }
    // The same file may be chosen again after it has been removed.
    input.set_value("");
}

/// What has arrived. Each stands as long as it is there: a picture that is looked at stays open while somebody types.
fn arrived(form: Form, look_at: fn(&Attachment) -> Option<AnyView>) -> AnyView {
    let item = move |file: Attachment| {
        let (id, label) = (file.id.clone(), format!("移除 {}", file.file_name));
        let remove = move |_| form.change(|draft| draft.detach(&id));
        let look = form.uploads.picture_of(&file).or_else(|| look_at(&file));
        view! {
            <div class="file">
                <div class="spread">
                    <p>
                        <span aria-hidden="true">"✓ "</span>{file.file_name}" "
                        <span class="small muted">{file_size(file.bytes)}</span>
                    </p>
                    <button type="button" class="button quiet danger" aria-label=label on:click=remove>"移除"</button>
                </div>
                {look}
            </div>
        }
    };
    view! { <For each=move || form.draft.with(|draft| draft.files.clone()) key=|file| file.id.clone() children=item /> }
        .into_any()
}

fn underway(form: Form, one: Underway) -> AnyView {
    let name = one.file.name();
    let (percent, failure) = (one.percent.clone(), one.failure.clone());
    let (key, label) = (one.key.clone(), format!("移除 {name}"));
    let bar_label = format!("正在上传 {name}");
    let again_key = key.clone();
    let again = Callback::new(move |()| form.uploads.again(form, &again_key));
    let state = move || match failure.get() {
        None => {
            let percent = percent.clone();
            view! { <progress max="100" prop:value=move || percent.get() aria-label=bar_label.clone()></progress> }
                .into_any()
        }
        Some(error) => {
            let retry = error.is_worth_repeating().then(|| {
                view! { <button type="button" class="button" on:click=move |_| again.run(())>"重试"</button> }
            });
            view! { <div class="row"><p class="error" role="alert">{error.message()}</p> {retry}</div> }.into_any()
        }
    };
    view! {
        <div class="file">
            <div class="spread">
                <p>{name}</p>
                <button type="button" class="button quiet danger" aria-label=label
                    on:click=move |_| form.uploads.remove(&key)>"移除"</button>
            </div>
            {state}
        </div>
    }
    .into_any()
}
