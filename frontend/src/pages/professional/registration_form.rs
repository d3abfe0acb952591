//! 新登记培训 and 修改: one form. What is typed survives a closed tab, a lost connection and an ended session.

use crate::prelude::*;
use domain::contract::registrations::{
    ListRegistrationsRequest, ReadRegistrationRequest, RegistrationDetail, UpdateRegistrationRequest,
};
use domain::contract::{CreateRegistration, ListRegistrations, ReadRegistration, UpdateRegistration};
use domain::field_errors::FieldErrors;
use domain::id::RegistrationId;
use domain::registration::Deviation;
use serde::{Deserialize, Serialize};

use super::route::Route;
use crate::api::{CallError, call};
use crate::attempt::{Attempt, Loader};
use crate::components::error_summary::error_summary;
use crate::components::failure::failure_notice;
use crate::components::field::Field;
use crate::components::heading::heading;
use crate::components::live_region::say;
use crate::components::loaded::loaded;
use crate::draft::{self, DraftKey};
use crate::forms::check::Check;
use crate::forms::overlap::overlaps;
use crate::forms::registration_draft::RegistrationDraft;
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
    /// The registration with the version that is being edited.
    Saved(RegistrationId, u32),
}

impl About {
    fn draft_key(&self) -> DraftKey {
        let person = session::state().person();
        match self {
            About::New => DraftKey::new(person.as_ref(), "registration/new"),
            About::Saved(id, _) => DraftKey::new(person.as_ref(), &format!("registration/{id}")),
        }
    }

    fn version(&self) -> u32 {
        match self {
            About::New => 0,
            About::Saved(_, version) => *version,
        }
    }
}

/// A draft as it lies on the device. One of an earlier version is not laid over a later one.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    draft: RegistrationDraft,
}

pub fn new_page() -> AnyView {
    view! { {page_head("新登记培训", Route::Registrations)} {form(About::New, RegistrationDraft::default())} }
        .into_any()
}

pub fn edit_page(id: RegistrationId) -> AnyView {
    let back = Route::Registration(id.clone());
    let loader = Loader::new(move || {
        let id = id.clone();
        async move { call::<ReadRegistration>(&ReadRegistrationRequest { id }).await }
    });
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
    let key = StoredValue::new(about.draft_key());
    let kept = key.with_value(draft::load::<Kept>).filter(|kept| kept.version == about.version());
    let restored = RwSignal::new(kept.is_some());
    let draft = RwSignal::new(kept.map_or_else(|| initial.clone(), |kept| kept.draft));
    let is_kept = keep(draft, initial.clone(), key, about.version());
    let uploads = Uploads::default();
    let year_max = session::state().current_year();
    let check = Check::new(move || judge(&draft.read(), uploads, year_max));
    let form = Form { draft, errors: check.errors("registration"), uploads };
    let attempt = Attempt::new();
    let saving = about.clone();
    let save = Callback::new(move |()| {
        if check.passes() {
            attempt.run(save(form, saving.clone(), key, check, attempt));
        }
    });
    let discard = move |_| {
        restored.set(false);
        draft.set(initial.clone());
        check.forget();
    };
    view! {
        <form class="registration-form" novalidate on:submit=move |event| { event.prevent_default(); save.run(()) }>
            <div class="card form">
                {move || restored.get().then(|| view! {
                    <p class="notice spread">
                        <span>"已恢复上次没有保存的内容。"</span>
                        <button type="button" class="button quiet" on:click=discard.clone()>"放弃草稿"</button>
                    </p>
                })}
                {error_summary(form.errors, &FIELDS, check.asked())}
                {claim_fields(form)}
                {time_fields(form)}
                {overlap_warning(form, about)}
                {hours_fields(form, year_max)}
                {remarks_fields(form)}
                {evidence_field(form)}
                {pledge_field(form)}
                {failure_notice(attempt.failure(), save)}
            </div>
            <footer class="form-foot">
                <p class="small muted" role="status">{move || is_kept.get().then_some("草稿已保存")}</p>
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

/// Keeps the draft on the device at every input; says whether it is there.
fn keep(
    draft: RwSignal<RegistrationDraft>,
    initial: RegistrationDraft,
    key: StoredValue<DraftKey>,
    version: u32,
) -> RwSignal<bool> {
    let is_kept = RwSignal::new(false);
    Effect::new(move || {
        let draft = draft.get();
        if draft == initial {
            key.with_value(draft::remove);
            is_kept.set(false);
        } else {
            is_kept.set(key.with_value(|key| draft::save(key, &Kept { version, draft })));
        }
    });
    is_kept
}

async fn save(
    form: Form,
    about: About,
    key: StoredValue<DraftKey>,
    check: Check,
    attempt: Attempt,
) -> Result<(), CallError> {
    let typed = form.draft.with_untracked(|draft| draft.form.clone());
    let answer = match about {
        About::New => attempt.call_keyed::<CreateRegistration>(&typed).await,
        About::Saved(id, version) => {
            let request = UpdateRegistrationRequest { id, version, form: typed };
            attempt.call_keyed::<UpdateRegistration>(&request).await
        }
    };
    match answer {
        Ok(row) => {
            key.try_with_value(draft::remove);
            say(format!("已保存“{}”,核对后请提交审核", row.title));
            location::go(&Route::Registrations.path());
            Ok(())
        }
        Err(error) => check.refuse(error),
    }
}

/// Points out other claims at the same time, while there is still time to look.
fn overlap_warning(form: Form, about: About) -> AnyView {
    let others = Loader::new(|| async { call::<ListRegistrations>(&ListRegistrationsRequest::default()).await });
    let own = match about {
        About::New => None,
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
