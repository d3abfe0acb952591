//! 新登记培训 and 修改: one form. What is typed survives a closed tab, a lost connection and an ended session.

use crate::prelude::*;
use domain::contract::registrations::{
    ListRegistrationsRequest, ReadRegistrationRequest, RegistrationDetail, UpdateRegistrationRequest,
};
use domain::contract::{CreateRegistration, ListRegistrations, ReadRegistration, UpdateRegistration};
use domain::field_errors::FieldErrors;
use domain::id::RegistrationId;
use domain::registration::Deviation;

use super::route::Route;
use crate::api::{CallError, call};
use crate::attempt::{Attempt, Loader};
use crate::components::error_summary::error_summary;
use crate::components::failure::failure_notice;
use crate::components::field::Field;
use crate::components::heading::heading;
use crate::components::live_region::say;
use crate::components::loaded::loaded;
use crate::draft::DraftKey;
use crate::forms::check::Check;
use crate::forms::overlap::overlaps;
use crate::forms::registration_draft::RegistrationDraft;
use crate::kept_draft::KeptDraft;
use crate::pages::registering::{
    AMOUNT, CATEGORY, END, EVIDENCE, Form, HOURS, NUMBER, PLEDGE, RANK, REMARKS, START, SUBCATEGORY, TITLE, Uploads,
    YEAR, claim_fields, evidence_field, hours_fields, judge, pledge_field, remarks_fields, time_fields,
};
use crate::{categories, location, session};

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
            About::New => DraftKey::new(person.as_ref(), "registration/new"),
            About::Copy(id) => DraftKey::new(person.as_ref(), &format!("registration/new/{id}")),
            About::Saved(id, _) => DraftKey::new(person.as_ref(), &format!("registration/{id}")),
        }
    }

    fn version(&self) -> u32 {
        match self {
            About::New | About::Copy(_) => 0,
            About::Saved(_, version) => *version,
        }
    }
}

pub fn new_page() -> AnyView {
    view! { {page_head("新登记培训", Route::Registrations)} {form(About::New, RegistrationDraft::default())} }
        .into_any()
}

/// Starts from what another registration holds.
pub fn copy_page(id: RegistrationId) -> AnyView {
    let about = About::Copy(id.clone());
    let filled = move |detail: RegistrationDetail| {
        form(about.clone(), RegistrationDraft::of(&detail, categories::table()).copied())
    };
    view! { {page_head("新登记培训", Route::Registration(id.clone()))} {loaded(read(id), 3, filled)} }.into_any()
}

fn read(id: RegistrationId) -> Loader<RegistrationDetail> {
    Loader::new(move || {
        let id = id.clone();
        async move { call::<ReadRegistration>(&ReadRegistrationRequest { id }).await }
    })
}

pub fn edit_page(id: RegistrationId) -> AnyView {
    let back = Route::Registration(id.clone());
    let loader = read(id);
    let filled = |detail: RegistrationDetail| {
        let about = About::Saved(detail.row.id.clone(), detail.row.version);
        form(about, RegistrationDraft::of(&detail, categories::table()))
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

fn form(about: About, initial: RegistrationDraft) -> AnyView {
    let kept = KeptDraft::find(about.draft_key(), initial, about.version());
    let uploads = Uploads::default();
    let year_max = session::state().current_year();
    let check = Check::new(move || judge(&kept.draft.read(), uploads, year_max));
    let form = Form { draft: kept.draft, errors: check.errors("registration"), uploads };
    let attempt = Attempt::new();
    let overtaken = RwSignal::new(false);
    let saving = about.clone();
    let save = Callback::new(move |()| {
        if check.passes() {
            attempt.run(save(form, saving.clone(), kept, check, attempt, overtaken));
        }
    });
    view! {
        <form class="registration-form" novalidate on:submit=move |event| { event.prevent_default(); save.run(()) }>
            <div class="card form">
                {notices(&about, kept, check)}
                {error_summary(form.errors, &FIELDS, check.asked())}
                {claim_fields(form)}
                {time_fields(form)}
                {overlap_warning(form, about.clone())}
                {hours_fields(form, year_max)}
                {remarks_fields(form)}
                {evidence_field(form)}
                {pledge_field(form)}
                {overtaken_notice(&about, kept, overtaken, save)}
                {failure_notice(attempt.failure(), save)}
            </div>
            <footer class="form-foot">
                <p class="small muted" role="status">{move || kept.is_kept.get().then_some("草稿已保存")}</p>
                <button type="button" class="button" on:click=move |_| location::go(&Route::Registrations.path())>
                    "取消"
                </button>
                <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()>
                    {move || if attempt.is_busy() { "正在保存…" } else { "保存" }}
                </button>
            </footer>
        </form>
    }
    .into_any()
}

/// What has become of earlier input.
fn notices(about: &About, kept: KeptDraft, check: Check) -> AnyView {
    let discard = move |_| {
        kept.discard();
        check.forget();
    };
    let key = StoredValue::new(about.draft_key());
    view! {
        {move || kept.restored.get().then(|| view! {
            <p class="notice spread">
                <span>"已恢复上次没有保存的内容。"</span>
                <button type="button" class="button quiet" on:click=discard>"放弃草稿"</button>
            </p>
        })}
        {move || kept.is_outdated().then(|| view! {
            <div class="notice">
                <p>"您之前有没有保存的内容,后来这条登记又有改动。下面是最新的内容。"</p>
                <p class="row">
                    <button type="button" class="button quiet"
                        on:click=move |_| key.with_value(|key| kept.take_outdated(key))>"恢复我填写的内容"</button>
                    <button type="button" class="button quiet"
                        on:click=move |_| key.with_value(|key| kept.drop_outdated(key))>"不需要了"</button>
                </p>
            </div>
        })}
        <div role="status">{move || kept.parted.get().then(|| view! {
            <p class="notice">"另一个页面也在填写这份草稿。这里的内容另存为一份,互不覆盖。"</p>
        })}</div>
    }
    .into_any()
}

/// The registration has changed since it was opened: what is typed stays, and the person decides.
fn overtaken_notice(about: &About, kept: KeptDraft, overtaken: RwSignal<bool>, save: Callback<()>) -> AnyView {
    let About::Saved(id, _) = about else { return ().into_any() };
    let (path, id) = (Route::Registration(id.clone()).path(), StoredValue::new(id.clone()));
    let reading = Attempt::new();
    let save_mine = Callback::new(move |()| {
        reading.run(async move {
            let now = call::<ReadRegistration>(&ReadRegistrationRequest { id: id.get_value() }).await?;
            kept.set_version(now.row.version);
            overtaken.set(false);
            save.run(());
            Ok(())
        });
    });
    view! {
        <div role="alert">{move || overtaken.get().then(|| view! {
            <div class="warning">
                <p>"▲ 这条登记刚在别处改过,没有保存。您填写的内容都还在。"</p>
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

async fn save(
    form: Form,
    about: About,
    kept: KeptDraft,
    check: Check,
    attempt: Attempt,
    overtaken: RwSignal<bool>,
) -> Result<(), CallError> {
    let typed = form.draft.with_untracked(|draft| draft.form.clone());
    let answer = match about {
        About::New | About::Copy(_) => attempt.call_keyed::<CreateRegistration>(&typed).await,
        About::Saved(id, _) => {
            let request = UpdateRegistrationRequest { id, version: kept.version(), form: typed };
            attempt.call_keyed::<UpdateRegistration>(&request).await
        }
    };
    match answer {
        Ok(row) => {
            kept.remove();
            say(format!("已保存“{}”,核对后请提交审核", row.title));
            location::go(&Route::Registrations.path());
            Ok(())
        }
        Err(error) if error.code() == "changed_meanwhile" => {
            overtaken.try_set(true);
            Ok(())
        }
        Err(error) => check.refuse(error),
    }
}

/// Points out other claims at the same time, while there is still time to look.
fn overlap_warning(form: Form, about: About) -> AnyView {
    let others = Loader::new(|| async { call::<ListRegistrations>(&ListRegistrationsRequest::default()).await });
    let own = match about {
        About::New | About::Copy(_) => None,
        About::Saved(id, _) => Some(id),
    };
    let found = Memo::new(move |_| {
        let others = others.value.read();
        let Some(page) = others.ready() else { return Vec::new() };
        form.draft.with(|draft| match draft.form.period(&mut FieldErrors::default()) {
            Some(period) => overlaps(&draft.form.title, &period, own.as_ref(), &page.rows),
            None => Vec::new(),
        })
    });
    let lines = move || {
        let sentences: Vec<String> = found.with(|found| found.iter().map(Deviation::sentence).collect());
        (!sentences.is_empty()).then(|| {
            let lines = sentences.into_iter().map(|one| view! { <p>"▲ "{one}</p> }).collect_view();
            view! { <div class="warning">{lines}</div> }
        })
    };
    view! { <div role="status">{lines}</div> }.into_any()
}
