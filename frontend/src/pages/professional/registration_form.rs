//! 新登记培训 and 修改: one form. What is typed survives a closed tab, a lost connection and an ended session.

use crate::prelude::*;
use domain::contract::attachments::{Attachment, ReadAttachmentRequest};
use domain::contract::registrations::{FindSimilarRequest, RegistrationDetail, UpdateRegistrationRequest};
use domain::contract::{CreateRegistration, UpdateRegistration};
use domain::id::{DraftId, RegistrationId};
use domain::registration::RegistrationForm;

use crate::api::{CallError, queries};
use crate::apps::professional::route::Route;
use crate::components::dialog::confirm_dialog;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::components::form::check::Check;
use crate::components::form::error_summary::error_summary;
use crate::components::form::field::Field;
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::drafts::kept::{self, Kept};
use crate::drafts::on_device;
use crate::drafts::on_device::DraftKey;
use crate::drafts::open_draft::KeptDraft;
use crate::drafts::registration_draft::RegistrationDraft;
use crate::features::registrations::evidence_preview::{fetch_button, preview};
use crate::features::registrations::{
    AMOUNT, CATEGORY, END, EVIDENCE, Form, HOURS, NUMBER, PLEDGE, RANK, REMARKS, START, SUBCATEGORY, TITLE, Uploads,
    YEAR, claim_fields, evidence_field, hours_fields, judge, pledge_field, remarks_fields, similar_notice, time_fields,
};
use crate::platform::location;
use crate::session;
use crate::session::categories;
use crate::state::mutation::Mutation;
use crate::state::query::{Query, query};

/// In the order of the form.
const FIELDS: [Field; 13] =
    [CATEGORY, SUBCATEGORY, TITLE, START, END, RANK, AMOUNT, HOURS, YEAR, REMARKS, NUMBER, EVIDENCE, PLEDGE];

/// What the form is about.
#[derive(Clone, PartialEq, Eq)]
enum About {
    New,
    /// A new one that starts as this one did.
    Copy(RegistrationId),
    /// The registration with the version that is being edited.
    Saved(RegistrationId, u32),
}

impl About {
    fn draft_key(&self) -> DraftKey {
        let person = session::state().person();
        match self {
            About::New => kept::new_form(),
            About::Copy(id) => DraftKey::new(person.as_ref(), &format!("registration/new/{id}")),
            About::Saved(id, _) => DraftKey::new(person.as_ref(), &format!("registration/{id}")),
        }
    }

    fn saved(&self) -> Option<RegistrationId> {
        if let About::Saved(id, _) = self { Some(id.clone()) } else { None }
    }

    /// What was typed before, or `initial`.
    fn find_draft(&self, initial: RegistrationDraft) -> KeptDraft {
        let key = self.draft_key();
        match self {
            About::New | About::Copy(_) => {
                let found = on_device::all_of(&key).into_iter().next();
                KeptDraft::of_new(&key, initial, found)
            }
            About::Saved(_, version) => KeptDraft::find(key, initial, *version),
        }
    }
}

/// Goes on with what was begun last on this device, or begins.
pub fn new_page() -> AnyView {
    let kept = About::New.find_draft(RegistrationDraft::default());
    view! { {page_head("新登记培训", Route::Registrations)} {form(About::New, kept)} }.into_any()
}

/// 继续填写 of one draft, from this device or from the server.
pub fn draft_page(id: DraftId) -> AnyView {
    let here = kept::on_device().into_iter().find(|(key, _)| key.id().as_ref() == Some(&id));
    let filled = |found| {
        let kept = KeptDraft::of_new(&kept::new_form(), RegistrationDraft::default(), Some(found));
        form(About::New, kept)
    };
    let content = match here {
        Some(found) => filled(found),
        None => {
            let key = kept::new_form().parted(id.as_str());
            let loader = query(queries::drafts);
            loaded(loader, 3, move |list| {
                let draft = list.drafts.into_iter().find(|draft| draft.id == id);
                match draft.and_then(|draft| Kept::of_server(draft.version, &draft.content)) {
                    Some(kept) => filled((key.clone(), kept)),
                    None => empty("没有找到这份草稿", "它可能已经保存或删除，请回到学时登记查看。", None),
                }
            })
        }
    };
    view! { {page_head("新登记培训", Route::Registrations)} {content} }.into_any()
}

/// Starts from what another registration holds.
pub fn copy_page(id: RegistrationId) -> AnyView {
    let about = About::Copy(id.clone());
    let filled = move |detail: RegistrationDetail| {
        let kept = about.find_draft(RegistrationDraft::of(&detail, categories::table()).copied());
        form(about.clone(), kept)
    };
    view! { {page_head("新登记培训", Route::Registration(id.clone()))} {loaded(read(id), 3, filled)} }.into_any()
}

fn read(id: RegistrationId) -> Query<RegistrationDetail> {
    query(move || queries::registration(id.clone()))
}

pub fn edit_page(id: RegistrationId) -> AnyView {
    let back = Route::Registration(id.clone());
    let loader = read(id);
    let filled = |detail: RegistrationDetail| {
        let about = About::Saved(detail.row.id.clone(), detail.row.version);
        let kept = about.find_draft(RegistrationDraft::of(&detail, categories::table()));
        form(about, kept)
    };
    view! { {page_head("修改", back)} {loaded(loader, 3, filled)} }.into_any()
}

fn page_head(title: &str, back: Route) -> AnyView {
    view! {
        <header class="page-head">
            <a class="back" href=back.path() aria-label="返回">"‹"</a>
            {heading(title.to_owned())}
        </header>
    }
    .into_any()
}

fn form(about: About, kept: KeptDraft) -> AnyView {
    let uploads = Uploads::default();
    let today = session::state().today();
    let check = Check::new(move || judge(&kept.draft.read(), uploads, today));
    let form = Form { draft: kept.draft, errors: check.errors("registration"), uploads };
    let attempt = Mutation::new();
    let overtaken = RwSignal::new(false);
    let saving = about.clone();
    let save = Callback::new(move |()| {
        if check.passes() {
            attempt.save(check, save(form, saving.clone(), kept, attempt), move |saved| match saved {
                Saved::Done => location::go(&Route::Registrations.path()),
                Saved::Overtaken => overtaken.set(true),
            });
        }
    });
    view! {
        <form class="registration-form" novalidate on:submit=move |event| { event.prevent_default(); save.run(()) }>
            <div class="card form">
                {notices(&about, kept, check)}
                {error_summary(form.errors, &FIELDS, check.asked())}
                {claim_fields(form)}
                {time_fields(form)}
                {similar_notice(form, {
                    let own = about.saved();
                    move || Some(FindSimilarRequest { own: own.clone(), ..FindSimilarRequest::default() })
                })}
                {hours_fields(form, today)}
                {remarks_fields(form)}
                {evidence_field(form, own_file)}
                {pledge_field(form)}
                {overtaken_notice(&about, kept, overtaken, save)}
                {failure_notice(attempt.failure(), save)}
            </div>
            <footer class="form-foot">
                <p class="small muted">
                    <span role="status">{move || kept.is_kept.get().then(|| kept_words(uploads))}</span>
                    {move || kept.is_sent.get().then_some("，在其他设备也可继续填写")}
                </p>
                <button type="button" class="button" on:click=move |_| location::go(&Route::Registrations.path())>
                    {move || if kept.is_kept.get() { "返回（内容已暂存）" } else { "取消" }}
                </button>
                <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()>
                    {move || if attempt.is_busy() { "正在保存…" } else { "保存" }}
                </button>
            </footer>
        </form>
    }
    .into_any()
}

/// The draft holds what has arrived of the evidence, and nothing of what has not.
fn kept_words(uploads: Uploads) -> &'static str {
    if uploads.are_pending() { "内容已暂存，附件还没有上传完成" } else { "内容已暂存" }
}

/// What has become of earlier input.
fn notices(about: &About, kept: KeptDraft, check: Check) -> AnyView {
    let key = StoredValue::new(about.draft_key());
    let (asking, discarding) = (RwSignal::new(false), Mutation::new());
    let discard = Callback::new(move |()| {
        asking.set(false);
        if kept.is_outdated() {
            key.with_value(|key| kept.drop_outdated(key));
        } else {
            kept.discard();
            check.forget();
        }
    });
    let is_new = about.saved().is_none();
    let begin = move |_| {
        kept.begin();
        check.forget();
    };
    view! {
        {move || kept.restored.get().then(|| view! {
            <p class="notice spread">
                <span>"已恢复上次没有保存的内容。"</span>
                <span class="row">
                    {is_new.then(|| view! {
                        <button type="button" class="button quiet" on:click=begin>"另填一份"</button>
                    })}
                    <button type="button" class="button quiet" on:click=move |_| asking.set(true)>"放弃草稿"</button>
                </span>
            </p>
        })}
        {move || kept.is_outdated().then(|| view! {
            <div class="notice">
                <p>"您之前有没有保存的内容，后来这条登记又有改动。下面是最新的内容。"</p>
                <p class="row">
                    <button type="button" class="button quiet"
                        on:click=move |_| key.with_value(|key| kept.take_outdated(key))>"恢复我填写的内容"</button>
                    <button type="button" class="button quiet"
                        on:click=move |_| asking.set(true)>"不需要了"</button>
                </p>
            </div>
        })}
        <div role="status">{move || kept.parted.get().map(|why| view! { <p class="notice">{why}</p> })}</div>
        {confirm_dialog(
            asking,
            Signal::stored("放弃草稿".to_owned()),
            Signal::stored("确定放弃之前填写的内容吗？放弃后不能恢复。".to_owned()),
            "放弃",
            discarding,
            discard,
        )}
    }
    .into_any()
}

/// The registration has changed since it was opened: what is typed stays, and the person decides.
fn overtaken_notice(about: &About, kept: KeptDraft, overtaken: RwSignal<bool>, save: Callback<()>) -> AnyView {
    let About::Saved(id, _) = about else { return ().into_any() };
    let (path, id) = (Route::Registration(id.clone()).path(), StoredValue::new(id.clone()));
    let reading = Mutation::new();
    let save_mine = Callback::new(move |()| {
        reading.run(queries::registration(id.get_value()), move |now| {
            kept.set_version(now.row.version);
            overtaken.set(false);
            save.run(());
        });
    });
    view! {
        <div role="alert">{move || overtaken.get().then(|| view! {
            <div class="warning">
                <p>"▲ 这条登记刚在别处改过，没有保存。您填写的内容都还在。"</p>
                <p class="row">
                    <a class="button" href=path.clone() target="_blank" rel="noopener">"查看最新内容"</a>
                    <button type="button" class="button" on:click=move |_| save_mine.run(())>"保存我填写的内容"</button>
                </p>
            </div>
        })}</div>
        {failure_notice(reading.failure(), save_mine)}
    }
    .into_any()
}

/// What has come of 保存.
enum Saved {
    Done,
    /// The registration has changed since it was opened.
    Overtaken,
}

fn save(
    form: Form,
    about: About,
    kept: KeptDraft,
    attempt: Mutation,
) -> impl Future<Output = Result<Saved, CallError>> + use<> {
    let typed = form.draft.with_untracked(|draft| draft.form.clone());
    let (remains, version, draft) = (kept.remains(), kept.version(), kept.to_save());
    async move {
        let answer = match about {
            About::New | About::Copy(_) => {
                let typed = RegistrationForm { draft, ..typed };
                attempt.call_keyed::<CreateRegistration>(&typed).await
            }
            About::Saved(id, _) => {
                let request = UpdateRegistrationRequest { id, version, form: typed };
                attempt.call_keyed::<UpdateRegistration>(&request).await
            }
        };
        match answer {
            Ok(row) => {
                remains.remove();
                say(format!("已保存“{}”，核对后请提交审核", row.title));
                Ok(Saved::Done)
            }
            Err(error) if error.code() == "changed_meanwhile" => Ok(Saved::Overtaken),
            Err(error) => Err(error),
        }
    }
}

/// A file of one's own that was uploaded earlier.
fn own_file(file: &Attachment) -> Option<AnyView> {
    let request = ReadAttachmentRequest { registration: None, attachment: file.id.clone() };
    preview(request.clone(), file).or_else(|| Some(fetch_button("打开", request, file)))
}
