//! 新登记培训 and 修改 by the unit. What is typed survives a closed tab, but for whom it is about: an identity number is
//! not left behind on a device that several people use.

use crate::prelude::*;
use domain::contract::registrations::{
    CreateUnitRegistrationRequest, FindSimilarRequest, RegistrationDetail, RegistrationRow, UpdateRegistrationRequest,
};
use domain::contract::{CreateUnitRegistration, UpdateRegistration};
use domain::field_errors::FieldErrors;
use domain::id::RegistrationId;

use crate::api::{CallError, queries};
use crate::apps::unit::route::Route;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::components::form::check::Check;
use crate::components::form::error_summary::error_summary;
use crate::components::form::field::Field;
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::drafts::on_device;
use crate::drafts::on_device::DraftKey;
use crate::drafts::registration_draft::RegistrationDraft;
use crate::features::registrations::{
    AMOUNT, CATEGORY, END, EVIDENCE, Form, HOURS, NUMBER, PLEDGE, RANK, REMARKS, START, SUBCATEGORY, TITLE, Uploads,
    YEAR, claim_fields, evidence_field, hours_fields, judge, pledge_field, remarks_fields, similar_notice, time_fields,
};
use crate::pages::unit::registrations::code_card::code_card;
use crate::pages::unit::registrations::person_fields::{IDENTITY_NUMBER, NAME, PersonFields, person_fields};
use crate::platform::{clock, location};
use crate::session;
use crate::session::categories;
use crate::state::mutation::Mutation;
use crate::state::query::query;

/// In the order of the form.
const FIELDS: [Field; 15] = [
    IDENTITY_NUMBER,
    NAME,
    CATEGORY,
    SUBCATEGORY,
    TITLE,
    START,
    END,
    RANK,
    AMOUNT,
    HOURS,
    YEAR,
    REMARKS,
    NUMBER,
    EVIDENCE,
    PLEDGE,
];

/// What the form is about.
#[derive(Clone)]
enum About {
    New(PersonFields),
    /// The registration with the version that is being edited.
    Saved(Box<RegistrationRow>),
}

/// `?id=` names the registration that is to be edited.
pub fn form_page() -> AnyView {
    match location::parameter(&untrack(location::place).query, "id") {
        None => view! { {page_head("新登记培训")} {new_form()} }.into_any(),
        Some(id) => match id.parse::<RegistrationId>() {
            Ok(id) => edit(id),
            Err(_) => empty("没有找到这条登记", "它可能已被删除，请回到列表查看。", None),
        },
    }
}

fn edit(id: RegistrationId) -> AnyView {
    let loader = query(move || queries::registration(id.clone()));
    let filled = |detail: RegistrationDetail| {
        let uploads = Uploads::default();
        uploads.set_person(Some(detail.row.id.person().clone()));
        let draft = RwSignal::new(RegistrationDraft::of(&detail, categories::table()));
        form(About::Saved(Box::new(detail.row)), draft, uploads, Callback::new(|_| {}))
    };
    view! { {page_head("修改")} {loaded(loader, 3, filled)} }.into_any()
}

fn new_form() -> AnyView {
    let today = today();
    let entered = RwSignal::new(None::<RegistrationRow>);
    (move || match entered.get() {
        Some(row) => activation(row, entered),
        None => {
            let uploads = Uploads::default();
            let draft = RwSignal::new(on_device::load(&draft_key()).unwrap_or_default());
            let person = PersonFields::new(today, uploads, draft);
            keep(draft);
            form(About::New(person), draft, uploads, Callback::new(move |row| entered.set(Some(row))))
        }
    })
    .into_any()
}

/// A person who cannot sign in yet was registered for: the moment to give them a code.
fn activation(row: RegistrationRow, entered: RwSignal<Option<RegistrationRow>>) -> AnyView {
    let words = format!("{} 还没有账号。生成启用码后，本人可以启用账号，查看学时、补充登记。", row.person_name);
    view! {
        <div class="card pane">
            <h2>{format!("已保存“{}”", row.title)}</h2>
            {code_card(row.id.person().clone(), words)}
            <div class="row">
                <button type="button" class="button primary" on:click=move |_| entered.set(None)>"继续登记"</button>
                <a class="button" href=Route::Registrations.path()>"返回列表"</a>
            </div>
        </div>
    }
    .into_any()
}

fn page_head(title: &str) -> AnyView {
    view! {
        <header class="page-head">
            <a class="back" href=Route::Registrations.path() aria-label="返回">"‹"</a>
            {heading(title.to_owned())}
        </header>
    }
    .into_any()
}

/// `entered` hears of a new registration for somebody who has no account yet.
fn form(
    about: About,
    draft: RwSignal<RegistrationDraft>,
    uploads: Uploads,
    entered: Callback<RegistrationRow>,
) -> AnyView {
    let today = today();
    let judged = about.clone();
    let check = Check::new(move || {
        let mut errors = FieldErrors::default();
        if let About::New(person) = &judged {
            person.judge(today, &mut errors);
        }
        errors.absorb(judge(&draft.read(), uploads, today));
        errors
    });
    let form = Form { draft, errors: check.errors("registration"), uploads };
    let attempt = Mutation::new();
    let settled = match &about {
        // A draft of it is kept.
        About::New(_) => None,
        About::Saved(_) => Some(location::ask_before_losing(draft, draft.get_untracked())),
    };
    let settle = move || {
        if let Some(settled) = settled {
            settled();
        }
    };
    let saving = about.clone();
    let save = Callback::new(move |()| {
        if check.passes() {
            attempt.save(check, save(form, saving.clone(), attempt), move |(row, needs_activation)| {
                settle();
                if needs_activation {
                    entered.run(row);
                } else {
                    location::go(Route::Registrations.path());
                }
            });
        }
    });
    let person = person(&about, form);
    let (whose, evidence) = (about.clone(), move || evidence(&about, form));
    let whose = move || whose_similar(&whose);
    view! {
        <form class="registration-form" novalidate on:submit=move |event| { event.prevent_default(); save.run(()) }>
            <div class="card form">
                {error_summary(form.errors, &FIELDS, check.asked())}
                {person}
                {claim_fields(form)}
                {time_fields(form)}
                {similar_notice(form, whose)}
                {hours_fields(form, today)}
                {remarks_fields(form)}
                {evidence}
                {pledge_field(form)}
                {failure_notice(attempt.failure(), save)}
            </div>
            <footer class="form-foot">
                <a class="button" href=Route::Registrations.path() on:click=move |_| settle()>"取消"</a>
                <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()>
                    {move || if attempt.is_busy() { "正在保存…" } else { "保存" }}
                </button>
            </footer>
        </form>
    }
    .into_any()
}

/// Whom it is about: to be typed, or as it stands.
fn person(about: &About, form: Form) -> AnyView {
    match about {
        About::New(person) => person_fields(form.errors, *person),
        About::Saved(row) => {
            let words = format!("{} · {}", row.person_name, row.identity_masked);
            view! { <p><strong class="digits">{words}</strong></p> }.into_any()
        }
    }
}

/// Whose registrations may be similar, once that is known; tracks.
fn whose_similar(about: &About) -> Option<FindSimilarRequest> {
    let (person, own) = match about {
        About::New(person) => (person.person()?, None),
        About::Saved(row) => (row.id.person().clone(), Some(row.id.clone())),
    };
    Some(FindSimilarRequest { person: Some(person), own, ..FindSimilarRequest::default() })
}

/// Evidence is somebody's: it waits until it is known whose. Tracks.
fn evidence(about: &About, form: Form) -> AnyView {
    match about {
        About::New(person) if !person.is_found() => {
            view! { <p class="hint">"填写证件号码后可以上传附件。"</p> }.into_any()
        }
        _ => evidence_field(form, |_| None),
    }
}

/// Gives back the registration, and whether the person is still to get an account.
fn save(
    form: Form,
    about: About,
    attempt: Mutation,
) -> impl Future<Output = Result<(RegistrationRow, bool), CallError>> + use<> {
    let typed = form.draft.with_untracked(|draft| draft.form.clone());
    let identity = match &about {
        About::New(person) => (person.identity_number.get_untracked(), person.name.get_untracked()),
        About::Saved(_) => Default::default(),
    };
    async move {
        let (row, needs_activation) = match about {
            About::New(person) => {
                let (identity_number, name) = identity;
                let request = CreateUnitRegistrationRequest { identity_number, name, form: typed };
                let saved = attempt.call_keyed::<CreateUnitRegistration>(&request).await?;
                on_device::remove(&draft_key());
                person.clear();
                (saved.row, saved.needs_activation)
            }
            About::Saved(row) => {
                let request = UpdateRegistrationRequest { id: row.id, version: row.version, form: typed };
                (attempt.call_keyed::<UpdateRegistration>(&request).await?, false)
            }
        };
        say(format!("已保存 {}“{}”，核对后请提交审核", row.person_name, row.title));
        Ok((row, needs_activation))
    }
}

/// Keeps the claim on the device at every input; never whom it is about, and no evidence, which is a person's.
fn keep(draft: RwSignal<RegistrationDraft>) {
    let key = draft_key();
    Effect::new(move || {
        let mut kept = draft.get();
        kept.files.clear();
        kept.form.attachments.clear();
        kept.form.pledged = false;
        if kept.is_blank() {
            on_device::remove(&key);
        } else {
            on_device::save(&key, &kept);
        }
    });
}

fn draft_key() -> DraftKey {
    let who = session::state().read().map(|session| session.identity_masked).unwrap_or_default();
    DraftKey::new(None, &format!("unit-registration/{who}"))
}

fn today() -> time::Date {
    session::state().read().map_or_else(clock::device_now, |who| who.now).date()
}
