//! The search of 审核: 证件号码, 姓名, 年度, 登记机构, 登记开始日期, 登记结束日期.

use crate::prelude::*;
use domain::contract::reviews::SearchPendingRequest;
use domain::field_errors::FieldErrors;
use domain::hours::parse_date;
use domain::identity::IdentityNumber;
use domain::limits::CREDITED_YEAR_MIN;
use time::Date;

use crate::bind;
use crate::components::form::check::Check;
use crate::components::form::error_summary::focus;
use crate::components::form::field::{Bound, Choice, Field, Typing, select_field, text_field};
use crate::pages::unit::review::desk::Desk;
use crate::session;

const FORM: &str = "review-filter";
const IDENTITY: Field = Field::optional("identity_number", "证件号码");
const NAME: Field = Field::optional("name", "姓名");
const YEAR: Field = Field::optional("year", "年度");
const REGISTRAR: Field = Field::optional("entered_by_unit", "登记机构");
const FROM: Field = Field::optional("from", "登记开始日期");
const TO: Field = Field::optional("to", "登记结束日期");
const PERSON: &str = "person";
const UNIT: &str = "unit";

pub fn filters(desk: Desk) -> AnyView {
    let typed = RwSignal::new(desk.filter.get_untracked());
    let today = session::state().read().map_or_else(crate::platform::clock::device_now, |who| who.now).date();
    let check = Check::new(move || judge(&typed.read(), today));
    let errors = check.errors(FORM);
    let search = move || {
        if check.passes() {
            desk.filter.set(typed.get_untracked());
            desk.search();
        } else if let Some(path) =
            errors.shown.with_untracked(|shown| shown.iter().next().map(|error| error.path.clone()))
        {
            focus(&errors.id(&path));
        }
    };
    let reset = move |_| {
        typed.set(SearchPendingRequest { stage: Some(desk.stage), ..Default::default() });
        search();
    };
    let years: Vec<Choice> = (CREDITED_YEAR_MIN..=session::state().current_year())
        .rev()
        .map(|year| Choice::new(year.to_string(), year.to_string()))
        .collect();
    let year = Bound::new(
        move || typed.with(|typed| typed.year.map(|year| year.to_string()).unwrap_or_default()),
        move |text| typed.update(|typed| typed.year = text.parse().ok()),
    );
    let registrars = vec![Choice::new(PERSON, "本人"), Choice::new(UNIT, "单位")];
    let registrar = Bound::new(
        move || typed.with(|typed| registrar_value(typed.entered_by_unit).to_owned()),
        move |text| typed.update(|typed| typed.entered_by_unit = entered_by_unit(&text)),
    );
    view! {
        <form class="filters review-filters" role="search" aria-label="查询待审核的登记" novalidate
            on:submit=move |event| { event.prevent_default(); search() }>
            {text_field(errors, IDENTITY, Typing::SEARCH, bind!(typed.identity_number))}
            {text_field(errors, NAME, Typing::SEARCH, bind!(typed.name))}
            {select_field(errors, YEAR, Some("全部"), Signal::stored(years), year)}
            {select_field(errors, REGISTRAR, Some("全部"), Signal::stored(registrars), registrar)}
            {text_field(errors, FROM, Typing::DATE, bind!(typed.from))}
            {text_field(errors, TO, Typing::DATE, bind!(typed.to))}
            <div class="row filter-buttons">
                <button type="submit" class="button primary">"查询"</button>
                <button type="button" class="button" on:click=reset>"重置"</button>
            </div>
        </form>
    }
    .into_any()
}

fn registrar_value(entered_by_unit: Option<bool>) -> &'static str {
    match entered_by_unit {
        None => "",
        Some(false) => PERSON,
        Some(true) => UNIT,
    }
}

fn entered_by_unit(value: &str) -> Option<bool> {
    match value {
        PERSON => Some(false),
        UNIT => Some(true),
        _ => None,
    }
}

/// Every mistake, as the functions would find it.
fn judge(filter: &SearchPendingRequest, today: Date) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if !filter.identity_number.trim().is_empty() {
        errors.keep("identity_number", IdentityNumber::parse(&filter.identity_number, today));
    }
    let mut date = |path: &'static str, text: &str| match text {
        "" => None,
        text => errors.keep(path, parse_date(text)),
    };
    let (from, to) = (date("from", &filter.from), date("to", &filter.to));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        errors.push("to", "period_reversed", "登记结束日期早于登记开始日期，请重新选择");
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(identity_number: &str, from: &str, to: &str) -> Vec<String> {
        let filter = SearchPendingRequest {
            identity_number: identity_number.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            ..Default::default()
        };
        let today = parse_date("2026-11-23").expect("a date");
        judge(&filter, today).iter().map(|error| error.path.to_string()).collect()
    }

    #[test]
    fn what_is_empty_does_not_filter() {
        assert_eq!(codes(" ", "", ""), [""; 0]);
    }

    #[test]
    fn mistakes_are_said_before_anything_is_sent() {
        assert_eq!(codes("123456789012345678", "2026-02-30", ""), ["identity_number", "from"]);
        assert_eq!(codes("", "2026-05-08", "2026-05-07"), ["to"]);
        assert_eq!(codes("", "2026-05-07", "2026-05-07"), [""; 0]);
    }

    #[test]
    fn the_registrar_reads_back() {
        for choice in [None, Some(true), Some(false)] {
            assert_eq!(entered_by_unit(registrar_value(choice)), choice);
        }
    }
}
