//! The search of 审核结果: 审核状态 first, then 姓名 or 身份证号.

use crate::prelude::*;
use domain::contract::reviews::SearchResultsRequest;
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;
use domain::review::Status;
use time::Date;

use crate::apps::unit::route::Route;
use crate::components::form::check::Check;
use crate::components::form::error_summary::focus;
use crate::components::form::field::{Bound, Field, Typing, text_field};
use crate::components::form::segmented::segmented;
use crate::pages::unit::results::{Page, spelled, status_named};
use crate::platform::location;
use crate::{bind, session};

const FORM: &str = "results-filter";
const NAME: Field = Field::optional("name", "姓名");
const IDENTITY: Field = Field::optional("identity_number", "身份证号");
const CHOICES: [(&str, &str); 4] =
    [("draft", "待提交"), ("pending", "待审核"), ("approved", "通过认定"), ("rejected", "不予认定")];

pub fn filters(page: Page, status: RwSignal<Option<Status>>) -> AnyView {
    let typed = RwSignal::new(page.filter.get_untracked());
    let today = session::state().read().map_or_else(crate::platform::clock::device_now, |who| who.now).date();
    let check = Check::new(move || judge(&typed.read(), status.get(), today));
    let errors = check.errors(FORM);
    let search = move || {
        if check.passes() {
            page.filter.set(typed.get_untracked());
            page.list.load();
        } else if let Some(path) =
            errors.shown.with_untracked(|shown| shown.iter().next().map(|error| error.path.clone()))
        {
            focus(&errors.id(&path));
        }
    };
    let choose = Bound::new(
        move || status.get().map(spelled).unwrap_or_default().to_owned(),
        move |name| {
            let Some(chosen) = status_named(&name) else { return };
            status.set(Some(chosen));
            typed.update(|typed| typed.status = chosen);
            location::replace(&format!("{}?status={name}", Route::Results.path()));
            search();
        },
    );
    let reset = move |_| {
        typed.update(|typed| {
            typed.name.clear();
            typed.identity_number.clear();
        });
        check.forget();
        if status.get_untracked().is_some() {
            search();
        }
    };
    view! {
        <form class="results-filters" role="search" aria-label="查询审核结果" novalidate
            on:submit=move |event| { event.prevent_default(); search() }>
            <div class="field status-field">
                <span class="legend" id="results-status">"审核状态"</span>
                <div id=errors.id("status") tabindex="-1">
                    {segmented("status".to_owned(), "审核状态", &CHOICES, choose)}
                </div>
                <p class="error">{move || errors.message("status")}</p>
            </div>
            {text_field(errors, NAME, Typing::SEARCH, bind!(typed.name))}
            {text_field(errors, IDENTITY, Typing::SEARCH, bind!(typed.identity_number))}
            <div class="row filter-buttons">
                <button type="submit" class="button primary">"查询"</button>
                <button type="button" class="button" on:click=reset>"重置"</button>
            </div>
        </form>
    }
    .into_any()
}

fn judge(filter: &SearchResultsRequest, status: Option<Status>, today: Date) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if status.is_none() {
        errors.push("status", "required", "请先选择审核状态");
    }
    if !filter.identity_number.trim().is_empty() {
        errors.keep("identity_number", IdentityNumber::parse(&filter.identity_number, today));
    }
    errors
}

#[cfg(test)]
mod tests {
    use domain::hours::parse_date;

    use super::*;

    #[test]
    fn the_words_are_those_of_the_statuses() {
        let words: Vec<_> = Status::ALL.map(|status| (spelled(status), status.name())).into();
        assert_eq!(words, CHOICES);
    }

    #[test]
    fn the_status_comes_first() {
        let filter = SearchResultsRequest {
            status: Status::Pending,
            name: String::new(),
            identity_number: "1".to_owned(),
            cursor: None,
        };
        let today = parse_date("2026-11-23").expect("a date");
        assert!(judge(&filter, None, today).at("status").is_some());
        let errors = judge(&filter, Some(Status::Pending), today);
        assert!(errors.at("identity_number").is_some() && errors.len() == 1);
    }
}
