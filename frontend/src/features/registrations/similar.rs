//! What another registration of the same person has in common with what is typed, pointed out while there is still time to
//! look. It is advice: it never stands in the way, and where it cannot be asked for, nothing is said.

use std::time::Duration;

use crate::prelude::*;
use domain::contract::FindSimilar;
use domain::contract::registrations::{FindSimilarRequest, SimilarRegistration};
use domain::field_errors::FieldErrors;
use domain::limits::SIMILAR_MAX;
use leptos::task::spawn_local;

use crate::api::call_quietly;
use crate::features::registrations::Form;

/// How long nothing that is compared changes until it is asked about.
const PAUSE: Duration = Duration::from_millis(600);

/// `whose` begins the request: for whom, and what is being edited; nothing while it is not known for whom.
pub fn similar_notice(form: Form, whose: impl Fn() -> Option<FindSimilarRequest> + Send + Sync + 'static) -> AnyView {
    let typed = Memo::new(move |_| {
        let whose = whose()?;
        form.draft.with(|draft| {
            let period = draft.form.period(&mut FieldErrors::default());
            let digests: Vec<String> = draft.files.iter().map(|file| file.sha256.clone()).collect();
            let title = draft.form.title.clone();
            let is_worth_asking = period.is_some() || !digests.is_empty();
            is_worth_asking.then_some(FindSimilarRequest { title, period, digests, ..whose })
        })
    });
    let found = RwSignal::new(Vec::new());
    Effect::new(move || match typed.get() {
        None => found.set(Vec::new()),
        Some(request) => set_timeout(move || spawn_local(ask(request, typed, found)), PAUSE),
    });
    let lines = move || {
        let found = found.get();
        let lines = found.iter().map(|one| view! { <p>{format!("▲ {}", one.sentence())}</p> }).collect_view();
        (!found.is_empty()).then(|| view! { <div class="warning">{lines}</div> })
    };
    view! { <div role="status">{lines}</div> }.into_any()
}

/// Asks page by page, until all registrations were compared or enough was found; gives up when something else is typed.
async fn ask(
    request: FindSimilarRequest,
    typed: Memo<Option<FindSimilarRequest>>,
    found: RwSignal<Vec<SimilarRegistration>>,
) {
    let (mut page, mut similar) = (request.clone(), Vec::new());
    let is_current = || typed.try_get_untracked().flatten().as_ref() == Some(&request);
    while is_current() {
        let Ok(answer) = call_quietly::<FindSimilar>(&page).await else {
            similar.clear();
            break;
        };
        similar.extend(answer.similar);
        page.cursor = answer.next.filter(|_| similar.len() < SIMILAR_MAX);
        if page.cursor.is_none() {
            break;
        }
    }
    if is_current() {
        found.try_set(similar);
    }
}
