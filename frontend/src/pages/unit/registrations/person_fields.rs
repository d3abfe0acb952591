//! 证件号码 and 姓名: a known person is found by the number; an unknown one gets a name.

use crate::components::feedback::live_region::say;
use crate::drafts::registration_draft::RegistrationDraft;
use crate::prelude::*;
use domain::account::person_name;
use domain::contract::FindProfessional;
use domain::contract::registrations::FindProfessionalRequest;
use domain::field_errors::FieldErrors;
use domain::id::PersonId;
use domain::identity::IdentityNumber;
use leptos::task::spawn_local;
use time::Date;

use crate::api::{CallError, call};
use crate::components::form::field::{Field, FormErrors, Typing, text_field};
use crate::features::registrations::Uploads;

pub const IDENTITY_NUMBER: Field = Field::required("identity_number", "证件号码");
pub const NAME: Field = Field::required("name", "姓名");

/// What is known of a number that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    /// The number is not whole yet.
    Nothing,
    Searching,
    Known(PersonId, String),
    Unknown,
    /// Why nothing can be registered for the person.
    Refused(String),
    /// The search itself failed; saving finds out.
    Unanswered,
}

#[derive(Clone, Copy)]
pub struct PersonFields {
    pub identity_number: RwSignal<String>,
    pub name: RwSignal<String>,
    found: RwSignal<Found>,
}

impl PersonFields {
    /// Searches as soon as a number is whole. Evidence that is uploaded from then on is that person's.
    pub fn new(today: Date, uploads: Uploads, draft: RwSignal<RegistrationDraft>) -> Self {
        let this = Self {
            identity_number: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            found: RwSignal::new(Found::Nothing),
        };
        let whole = Memo::new(move |_| {
            let number = this.identity_number.with(|typed| IdentityNumber::parse(typed, today)).ok()?;
            Some(number.expose().to_owned())
        });
        Effect::new(move || {
            let number = whole.get();
            if uploads.forget_person(draft) {
                say("证件号码已更改，原来的附件属于另一个人，已移除，请重新上传");
            }
            if let Found::Known(..) = this.found.get_untracked() {
                this.name.set(String::new());
            }
            match number {
                None => this.found.set(Found::Nothing),
                Some(number) => {
                    this.found.set(Found::Searching);
                    spawn_local(async move { this.search(number, whole, uploads).await });
                }
            }
        });
        this
    }

    async fn search(self, number: String, whole: Memo<Option<String>>, uploads: Uploads) {
        let answer = call::<FindProfessional>(&FindProfessionalRequest { identity_number: number.clone() }).await;
        // Another number may have been typed in the meantime, or the page is gone.
        if whole.try_get_untracked().flatten() != Some(number) {
            return;
        }
        let found = match answer {
            Ok(found) => {
                uploads.set_person(Some(found.person.clone()));
                match found.name {
                    Some(name) => {
                        self.name.set(name.clone());
                        Found::Known(found.person, name)
                    }
                    None => Found::Unknown,
                }
            }
            Err(error) => refusal(&error).map_or(Found::Unanswered, Found::Refused),
        };
        self.found.set(found);
    }

    /// Whether it is known whose evidence an upload would be.
    pub fn is_found(self) -> bool {
        self.found.with(|found| matches!(found, Found::Known(..) | Found::Unknown))
    }

    /// The person, if they are known already; tracks.
    pub fn person(self) -> Option<PersonId> {
        self.found.with(|found| if let Found::Known(person, _) = found { Some(person.clone()) } else { None })
    }

    pub fn clear(self) {
        self.identity_number.set(String::new());
        self.name.set(String::new());
    }

    /// Every mistake in the two fields; tracks.
    pub fn judge(self, today: Date, errors: &mut FieldErrors) {
        errors.keep("identity_number", self.identity_number.with(|typed| IdentityNumber::parse(typed, today)));
        if let Found::Refused(message) = self.found.get() {
            errors.push("identity_number", "elsewhere", message);
        }
        errors.keep("name", self.name.with(|typed| person_name(typed)));
    }
}

fn refusal(error: &CallError) -> Option<String> {
    error.fields().iter().next().map(|field| field.message.to_string())
}

pub fn person_fields(errors: FormErrors, person: PersonFields) -> AnyView {
    let known = Memo::new(move |_| person.found.with(|found| matches!(found, Found::Known(..))));
    let words = move || match person.found.get() {
        Found::Nothing | Found::Unanswered => String::new(),
        Found::Searching => "正在查找…".to_owned(),
        Found::Known(_, name) => format!("✓ {name}，本单位专业技术人员"),
        Found::Unknown => "还没有这个人员的档案。请填写姓名，保存时将在本单位建立，之后可凭启用码启用账号。".to_owned(),
        Found::Refused(message) => format!("✕ {message}"),
    };
    let name = move || {
        let typing = if known.get() { Typing::FIXED } else { Typing::TEXT };
        text_field(errors, NAME, typing, person.name.into())
    };
    view! {
        <div class="two-columns">
            {text_field(errors, IDENTITY_NUMBER, Typing::TEXT, person.identity_number.into())}
            {name}
        </div>
        <p class="hint" role="status">{words}</p>
    }
    .into_any()
}
