//! The search of 专业技术人员管理.

use crate::prelude::*;
use domain::contract::people::SearchPeopleRequest;
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;
use time::Date;

use crate::components::form::check::Check;
use crate::components::form::field::{Bound, Choice, Field, Typing, select_field, text_field};
use crate::pages::unit::people::Page;
use crate::{bind, session};

const NAME: Field = Field::optional("name", "姓名");
const IDENTITY: Field = Field::optional("identity_number", "证件号码");
const DEPARTMENT: Field = Field::optional("department", "所属部门");
/// Stands for who belongs to no department.
const NONE: &str = "-";

pub fn filters(page: Page) -> AnyView {
    let typed = RwSignal::new(SearchPeopleRequest::default());
    let today = session::state().read().map_or_else(crate::platform::clock::device_now, |who| who.now).date();
    let check = Check::new(move || judge(&typed.read(), today));
    let errors = check.errors("people-filter");
    let search = move || {
        if check.passes() {
            page.filter.set(typed.get_untracked());
            page.load();
        }
    };
    let reset = move |_| {
        typed.set(SearchPeopleRequest::default());
        check.forget();
        page.filter.set(SearchPeopleRequest::default());
        page.load();
    };
    let departments = Signal::derive(move || {
        let all = page.departments.get().into_iter().map(|one| Choice::new(one.id.as_str(), one.name));
        std::iter::once(Choice::new(NONE, "未分部门")).chain(all).collect::<Vec<_>>()
    });
    let department =
        Bound::new(move || typed.with(chosen), move |choice: String| typed.update(|typed| choose(typed, &choice)));
    view! {
        <form class="results-filters" role="search" aria-label="查询人员" novalidate
            on:submit=move |event| { event.prevent_default(); search() }>
            {text_field(errors, NAME, Typing::SEARCH, bind!(typed.name))}
            {text_field(errors, IDENTITY, Typing::SEARCH, bind!(typed.identity_number))}
            {page.moves.then(|| select_field(errors, DEPARTMENT, Some("全部"), departments, department))}
            <div class="row filter-buttons">
                <button type="submit" class="button primary">"查询"</button>
                <button type="button" class="button" on:click=reset>"重置"</button>
            </div>
        </form>
    }
    .into_any()
}

fn chosen(typed: &SearchPeopleRequest) -> String {
    match &typed.department {
        Some(id) => id.as_str().to_owned(),
        None if typed.without_department => NONE.to_owned(),
        None => String::new(),
    }
}

fn choose(typed: &mut SearchPeopleRequest, choice: &str) {
    typed.without_department = choice == NONE;
    typed.department = choice.parse().ok();
}

fn judge(filter: &SearchPeopleRequest, today: Date) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if !filter.identity_number.trim().is_empty() {
        errors.keep("identity_number", IdentityNumber::parse(&filter.identity_number, today));
    }
    errors
}

#[cfg(test)]
mod tests {
    use domain::id::DepartmentId;

    use super::*;

    #[test]
    fn what_is_chosen_is_shown_again() {
        let mut typed = SearchPeopleRequest::default();
        let id = DepartmentId::from_bits(7);
        for choice in ["", NONE, id.as_str()] {
            choose(&mut typed, choice);
            assert_eq!(chosen(&typed), choice);
        }
    }
}
