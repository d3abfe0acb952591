//! The search of 审计日志.

use crate::prelude::*;
use domain::audit_event::AuditEvent;
use domain::contract::accounts::UnitName;
use domain::contract::audit::SearchAuditRequest;
use domain::field_errors::FieldErrors;
use domain::hours::parse_date;

use crate::bind;
use crate::components::dialog::actions::close_button;
use crate::components::dialog::dialog;
use crate::components::form::check::Check;
use crate::components::form::field::{Choice, Field, Typing, select_field, text_field};
use crate::features::units::picker::{PickerScope, unit_picker};
use crate::pages::operator::audit::{Page, export};

/// What operators did for all units, and at the desk of 其他单位.
const PLATFORM: &str = "平台管理与其他单位";
const FROM: Field = Field::optional("from", "开始日期");
const UNTIL: Field = Field::optional("until", "结束日期");
const EVENT: Field = Field::optional("event", "操作");
const ACTOR: Field = Field::optional("actor", "操作人");

pub fn filters(page: Page) -> AnyView {
    let typed = RwSignal::new(SearchAuditRequest::default());
    let check = Check::new(move || judge(&typed.read()));
    let errors = check.errors("audit-filter");
    let search = move || {
        if check.passes() {
            let unit = page.unit.with_untracked(|unit| unit.as_ref().map(|unit| unit.id.clone()));
            page.filter.set(SearchAuditRequest { unit, ..typed.get_untracked() });
            page.list.load();
        }
    };
    let reset = move |_| {
        typed.set(SearchAuditRequest::default());
        check.forget();
        page.unit.set(None);
        page.filter.set(SearchAuditRequest::default());
        page.list.load();
    };
    let whose = Callback::new(move |unit: Option<UnitName>| {
        page.unit.set(unit);
        search();
    });
    let events = AuditEvent::ALL.iter().map(|event| Choice::new(event.name(), event.label())).collect::<Vec<_>>();
    view! {
        {whose_deeds(page, whose)}
        <form class="results-filters" role="search" aria-label="查询审计日志" novalidate
            on:submit=move |event| { event.prevent_default(); search() }>
            {text_field(errors, FROM, Typing::DATE, bind!(typed.from))}
            {text_field(errors, UNTIL, Typing::DATE, bind!(typed.until))}
            {select_field(errors, EVENT, Some("全部"), Signal::stored(events), bind!(typed.event))}
            {text_field(errors, ACTOR, Typing::SEARCH, bind!(typed.actor))}
            <div class="row filter-buttons">
                <button type="submit" class="button primary">"查询"</button>
                <button type="button" class="button" on:click=reset>"重置"</button>
            </div>
        </form>
        {export::export_bar(page)}
    }
    .into_any()
}

/// The platform, or one unit.
fn whose_deeds(page: Page, whose: Callback<Option<UnitName>>) -> AnyView {
    let open = RwSignal::new(false);
    let chosen = Callback::new(move |unit: UnitName| {
        open.set(false);
        whose.run(Some(unit));
    });
    let words = move || page.unit.with(|unit| unit.as_ref().map_or(PLATFORM.to_owned(), |unit| unit.name.clone()));
    let of_platform = move || {
        page.unit.with(Option::is_some).then(|| {
            view! { <button type="button" class="button" on:click=move |_| whose.run(None)>"查看平台管理"</button> }
        })
    };
    view! {
        <div class="toolbar">
            <p class="whose">"范围："<strong>{words}</strong></p>
            <button type="button" class="button" on:click=move |_| open.set(true)>"选择单位"</button>
            {of_platform}
        </div>
        {dialog(open, Signal::stored("选择单位".to_owned()), move || view! {
            {unit_picker(PickerScope::ListedUnits, None, chosen)}
            {close_button("取消", move || open.set(false))}
        }.into_any())}
    }
    .into_any()
}

fn judge(filter: &SearchAuditRequest) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let mut date = |path: &'static str, typed: &str| {
        if typed.is_empty() { None } else { errors.keep(path, parse_date(typed)) }
    };
    if let (Some(from), Some(until)) = (date("from", &filter.from), date("until", &filter.until))
        && until < from
    {
        errors.push("until", "before_from", "结束日期不能早于开始日期");
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_does_not_come_before_the_beginning() {
        let filter = |from: &str, until: &str| SearchAuditRequest {
            from: from.to_owned(),
            until: until.to_owned(),
            ..SearchAuditRequest::default()
        };
        assert!(judge(&filter("", "2026-05-01")).is_empty());
        assert!(judge(&filter("2026-05-01", "2026-05-01")).is_empty());
        assert_eq!(judge(&filter("2026-05-02", "2026-05-01")).len(), 1);
    }
}
