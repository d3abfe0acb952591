//! 新登记培训 and 修改 by the unit. What is typed survives a closed tab, but for whom it is about: an identity number is
//! not left behind on a device that several people use.

use crate::prelude::*;
use domain::contract::registrations::{
    CreateUnitRegistrationRequest, FindSimilarRequest, ReadRegistrationRequest, RegistrationDetail, RegistrationRow,
    UpdateRegistrationRequest,
};
use domain::contract::{CreateUnitRegistration, ReadRegistration, UpdateRegistration};
use domain::field_errors::FieldErrors;
use domain::id::RegistrationId;

use super::code_card::code_card;
use super::whom::{IDENTITY_NUMBER, NAME, Whom, whom_fields};
use crate::api::{CallError, call};
use crate::attempt::{Attempt, Loader};
use crate::components::error_summary::error_summary;
use crate::components::failure::failure_notice;
use crate::components::field::Field;
use crate::components::heading::heading;
use crate::components::live_region::say;
use crate::components::loaded::{empty, loaded};
use crate::draft::{self, DraftKey};
use crate::forms::check::Check;
use crate::forms::registration_draft::RegistrationDraft;
use crate::pages::registering::{
    AMOUNT, CATEGORY, END, EVIDENCE, Form, HOURS, NUMBER, PLEDGE, RANK, REMARKS, START, SUBCATEGORY, TITLE, Uploads,
    YEAR, claim_fields, evidence_field, hours_fields, judge, pledge_field, remarks_fields, similar_notice, time_fields,
};
use crate::pages::unit::route::Route;
use crate::{categories, clock, location, session};

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
    New(Whom),
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
    let loader = Loader::new(move || {
        let id = id.clone();
        async move { call::<ReadRegistration>(&ReadRegistrationRequest { id }).await }
    });
    let filled = |detail: RegistrationDetail| {
        let uploads = Uploads::default();
        uploads.set_person(Some(detail.row.id.person().clone()));
        let draft = RegistrationDraft::of(&detail, categories::table());
        form(About::Saved(Box::new(detail.row)), RwSignal::new(draft), uploads, Callback::new(|_| {}))
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
            let whom = Whom::new(today, uploads);
            let draft = RwSignal::new(draft::load(&draft_key()).unwrap_or_default());
            keep(draft);
            form(About::New(whom), draft, uploads, Callback::new(move |row| entered.set(Some(row))))
        }
    })
    .into_any()
}

/// A person who cannot sign in yet was registered for: the moment to give them a code.
fn activation(row: RegistrationRow, entered: RwSignal<Option<RegistrationRow>>) -> AnyView {
    let words = format!("{} 还没有账号。生成一次性代码后，本人可以启用账号，查看学时、补充登记。", row.person_name);
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
    let (year_max, today) = (session::state().current_year(), today());
    let judged = about.clone();
    let check = Check::new(move || {
        let mut errors = FieldErrors::default();
        if let About::New(whom) = &judged {
            whom.judge(today, &mut errors);
        }
        errors.absorb(judge(&draft.read(), uploads, year_max));
        errors
    });
    let form = Form { draft, errors: check.errors("registration"), uploads };
    let attempt = Attempt::new();
    let saving = about.clone();
    let save = Callback::new(move |()| {
        if check.passes() {
            attempt.run(save(form, saving.clone(), check, attempt, entered));
        }
    });
    let person = match &about {
        About::New(whom) => whom_fields(form.errors, *whom),
        About::Saved(row) => {
            let words = format!("{} · {}", row.person_name, row.identity_masked);
            view! { <p><strong class="digits">{words}</strong></p> }.into_any()
        }
    };
    let whose = {
        let about = about.clone();
        move || {
            let (person, own) = match &about {
                About::New(whom) => (whom.person()?, None),
                About::Saved(row) => (row.id.person().clone(), Some(row.id.clone())),
            };
            Some(FindSimilarRequest { person: Some(person), own, ..FindSimilarRequest::default() })
        }
    };
    let evidence = move || match &about {
        About::New(whom) if !whom.is_found() => view! { <p class="hint">"填写证件号码后可以上传附件。"</p> }.into_any(),
        _ => evidence_field(form, |_| None),
    };
    view! {
        <form class="registration-form" novalidate on:submit=move |event| { event.prevent_default(); save.run(()) }>
            <div class="card form">
                {error_summary(form.errors, &FIELDS, check.asked())}
                {person}
                {claim_fields(form)}
                {time_fields(form)}
                {similar_notice(form, whose)}
                {hours_fields(form, year_max)}
                {remarks_fields(form)}
                {evidence}
                {pledge_field(form)}
                {failure_notice(attempt.failure(), save)}
            </div>
            <footer class="form-foot">
                <a class="button" href=Route::Registrations.path()>"取消"</a>
                <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()>
                    {move || if attempt.is_busy() { "正在保存…" } else { "保存" }}
                </button>
            </footer>
        </form>
    }
    .into_any()
}

async fn save(
    form: Form,
    about: About,
    check: Check,
    attempt: Attempt,
    entered: Callback<RegistrationRow>,
) -> Result<(), CallError> {
    let typed = form.draft.with_untracked(|draft| draft.form.clone());
    let answer = match about {
        About::New(whom) => {
            let request = CreateUnitRegistrationRequest {
                identity_number: whom.identity_number.get_untracked(),
                name: whom.name.get_untracked(),
                form: typed,
            };
            match attempt.call_keyed::<CreateUnitRegistration>(&request).await {
                Ok(saved) => {
                    draft::remove(&draft_key());
                    whom.clear();
                    Ok((saved.row, saved.needs_activation))
                }
                Err(error) => Err(error),
            }
        }
        About::Saved(row) => {
            let request = UpdateRegistrationRequest { id: row.id, version: row.version, form: typed };
            attempt.call_keyed::<UpdateRegistration>(&request).await.map(|row| (row, false))
        }
    };
    match answer {
        Ok((row, needs_activation)) => {
            say(format!("已保存 {}“{}”，核对后请提交审核", row.person_name, row.title));
            if needs_activation {
                entered.try_run(row);
            } else if attempt.is_alive() {
                // Who has gone elsewhere in the meantime is left there.
                location::go(Route::Registrations.path());
            }
            Ok(())
        }
        Err(error) => check.refuse(error),
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
            draft::remove(&key);
        } else {
            draft::save(&key, &kept);
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
