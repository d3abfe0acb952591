//! The search of 学时查询: the year, then 姓名 or 证件号码; the department, and whether the year is fulfilled.

use crate::prelude::*;
use domain::contract::registrations::SearchTotalsRequest;
use domain::field_errors::FieldErrors;
use domain::identity::IdentityNumber;
use domain::limits::CREDITED_YEAR_MIN;
use time::Date;

use crate::components::form::check::Check;
use crate::components::form::error_summary::focus;
use crate::components::form::field::{Bound, Choice, Field, Typing, select_field, text_field};
use crate::pages::unit::totals::{Kind, Page};
use crate::session::access::Access;
use crate::{bind, session};

const FORM: &str = "totals-filter";
const YEAR: Field = Field::optional("year", "年度");
const NAME: Field = Field::optional("name", "姓名");
const IDENTITY: Field = Field::optional("identity_number", "证件号码");
const DEPARTMENT: Field = Field::optional("department", "部门");
const FULFILLED: Field = Field::optional("fulfilled", "达标情况");
const YES: &str = "yes";
const NO: &str = "no";

pub fn filters(page: Page) -> AnyView {
    let typed = RwSignal::new(page.filter.get_untracked());
    let session = session::state().read();
    let today = session.as_ref().map_or_else(crate::platform::clock::device_now, |who| who.now).date();
    let is_chief = session.is_some_and(|session| Access::of(&session).is_chief());
    let check = Check::new(move || judge(&typed.read(), today));
    let errors = check.errors(FORM);
    let search = move || {
        if check.passes() {
            page.filter.set(typed.get_untracked());
            page.list.load();
        } else {
            focus(&errors.id(IDENTITY.path));
        }
    };
    let reset = move |_| {
        typed.update(|typed| *typed = SearchTotalsRequest { year: typed.year, ..Default::default() });
        search();
    };
    let years = (CREDITED_YEAR_MIN..=today.year()).rev();
    let years: Vec<Choice> = years.map(|year| Choice::new(year.to_string(), year.to_string())).collect();
    let year = Bound::new(
        move || typed.with(|typed| typed.year.to_string()),
        move |text| {
            typed.update(|typed| typed.year = text.parse().unwrap_or(typed.year));
            search();
        },
    );
    let department = Bound::new(
        move || typed.with(|typed| typed.department.as_ref().map(ToString::to_string).unwrap_or_default()),
        move |id| typed.update(|typed| typed.department = id.parse().ok()),
    );
    let departments = Signal::derive(move || {
        page.departments.with(|all| all.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect::<Vec<_>>())
    });
    let fulfilled = Bound::new(
        move || typed.with(|typed| typed.fulfilled.map_or("", |yes| if yes { YES } else { NO }).to_owned()),
        move |text| {
            typed.update(|typed| {
                typed.fulfilled = match text.as_str() {
                    YES => Some(true),
                    NO => Some(false),
                    _ => None,
                }
            });
        },
    );
    let standings = vec![Choice::new(YES, "已达标"), Choice::new(NO, "未达标")];
    let by_department = move || {
        let any = page.departments.with(|all| !all.is_empty());
        (is_chief && any).then(|| select_field(errors, DEPARTMENT, Some("全部"), departments, department))
    };
    view! {
        <form class="filters review-filters" role="search" aria-label="查询学时" novalidate
            on:submit=move |event| { event.prevent_default(); search() }>
            {select_field(errors, YEAR, None, Signal::stored(years), year)}
            {text_field(errors, NAME, Typing::SEARCH, bind!(typed.name))}
            {text_field(errors, IDENTITY, Typing::SEARCH, bind!(typed.identity_number))}
            {by_department}
            {(page.kind == Kind::All).then(|| {
                select_field(errors, FULFILLED, Some("全部"), Signal::stored(standings), fulfilled)
            })}
            <div class="row filter-buttons">
                <button type="submit" class="button primary">"查询"</button>
                <button type="button" class="button" on:click=reset>"重置"</button>
            </div>
        </form>
    }
    .into_any()
}

fn judge(filter: &SearchTotalsRequest, today: Date) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if !filter.identity_number.trim().is_empty() {
        errors.keep("identity_number", IdentityNumber::parse(&filter.identity_number, today));
    }
    errors
}
