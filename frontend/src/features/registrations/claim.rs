//! What was done, and what is claimed for it.

use crate::prelude::*;
use domain::category::Subcategory;
use domain::contract::ReadOpenYears;
use domain::contract::windows::ReadOpenYearsRequest;
use domain::registration::Deviation;

use crate::api::call;
use crate::components::form::field::{Choice, Field, Typing, select_field, text_area_field, text_field};
use crate::drafts::registration_draft::{Asks, RegistrationDraft};
use crate::features::registrations::{AMOUNT, CATEGORY, Form, HOURS, NUMBER, RANK, REMARKS, SUBCATEGORY, TITLE, YEAR};
use crate::state::query::{Ask, query};

/// 认定类型, 二级类型, 认定内容
pub fn claim_fields(form: Form) -> AnyView {
    // What is not offered any more stays for who has chosen it, until they choose anew.
    let (taken, taken_within) =
        form.draft.with_untracked(|draft| (draft.form.category.clone(), draft.form.subcategory.clone()));
    let is_offered = |one: &Subcategory| one.offered || one.code.as_str() == taken_within;
    let categories = form.table().categories().iter();
    let categories = categories.filter(|one| one.code.as_str() == taken || one.subcategories.iter().any(is_offered));
    let categories = categories.map(|one| Choice::new(one.code.as_str(), &one.name)).collect();
    let chosen = Memo::new(move |_| form.draft.with(|draft| draft.form.category.clone()));
    let subcategories = Signal::derive(move || {
        let is_offered = |one: &&Subcategory| one.offered || one.code.as_str() == taken_within;
        let category = chosen.with(|code| form.table().category(code));
        let of_category = category.into_iter().flat_map(|category| &category.subcategories);
        of_category.filter(is_offered).map(|one| Choice::new(one.code.as_str(), &one.name)).collect::<Vec<_>>()
    });
    let category = form.bound(|draft| &draft.form.category, |draft, text| draft.form.category = text);
    let subcategory = form.bound(|draft| &draft.form.subcategory, |draft, text| draft.form.subcategory = text);
    let title = form.bound(|draft| &draft.form.title, |draft, text| draft.form.title = text);
    view! {
        <div class="two-columns">
            {select_field(form.errors, CATEGORY, Some("请选择类型"), Signal::stored(categories), category)}
            {select_field(form.errors, SUBCATEGORY, Some("请选择二级类型"), subcategories, subcategory)}
        </div>
        {text_field(form.errors, TITLE, Typing::TEXT.placeholder("例如 培训班名称、专利名称、论文名称"), title)}
    }
    .into_any()
}

/// 申请学时 with how it comes about, 计入年度, and what the hours table asks for beyond the period.
pub fn hours_fields(form: Form, today: time::Date) -> AnyView {
    let asks = Memo::new(move |_| form.draft.with(|draft| draft.asks(form.table())));
    let hours = form.bound(|draft| &draft.form.claimed_hours, RegistrationDraft::type_hours);
    let year = form.bound(|draft| &draft.form.credited_year, RegistrationDraft::choose_year);
    // Until it is known which years are open, all are offered; the function knows in any case.
    let open = query(|| call::<ReadOpenYears>(&ReadOpenYearsRequest {}));
    let years = Signal::derive(move || {
        let open = open.answer(|open| open.years.clone());
        let years = open.unwrap_or_else(|| (domain::limits::CREDITED_YEAR_MIN..=today.year()).rev().collect());
        years.into_iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect::<Vec<_>>()
    });
    let note = move || open.answer(|open| open.note.clone());
    view! {
        {move || further_field(form, asks.get())}
        <div class="two-columns">
            {text_field(form.errors, HOURS, Typing::FIGURE, hours)}
            {select_field(form.errors, YEAR, Some("请选择年度"), years, year)}
        </div>
        <p class="hint">{note}</p>
        {notices(form, today)}
        {calculation(form)}
    }
    .into_any()
}

/// What is wrong with the period as it is typed, or stands out in it: nothing is prefilled without a word.
fn notices(form: Form, today: time::Date) -> AnyView {
    let told = Memo::new(move |_| form.draft.with(|draft| draft.form.period_notices(today)));
    let content = move || told.get().into_iter().map(|notice| view! { <p class="flag">{notice}</p> }).collect_view();
    view! { <div role="status">{content}</div> }.into_any()
}

fn further_field(form: Form, asks: Asks) -> AnyView {
    match asks {
        Asks::Nothing => ().into_any(),
        Asks::Rank => {
            let rank = form.bound(|draft| &draft.form.rank, |draft, text| draft.form.rank = text);
            text_field(form.errors, RANK, Typing::DIGITS, rank)
        }
        Asks::Amount { unit } => {
            let amount = form.bound(|draft| &draft.form.amount, |draft, text| draft.form.amount = text);
            let about = Field { hint: hint_for(&unit), ..AMOUNT };
            text_field(form.errors, about, Typing::FIGURE, amount)
        }
    }
}

/// Hints last as long as the app; a table counts by a few units at most.
fn hint_for(unit: &str) -> Option<&'static str> {
    match unit {
        "万字" => Some("以万字计，例如 3.5"),
        "门" => Some("以门计，例如 2"),
        other => Some(Box::leak(format!("以{other}计").into_boxed_str())),
    }
}

/// How the hours come about, live; and the way back to them from a figure of one's own.
fn calculation(form: Form) -> AnyView {
    let suggested = Memo::new(move |_| {
        form.draft.with(|draft| draft.suggested(form.table()).map(|one| (one.hours, one.explanation)))
    });
    let other = Memo::new(move |_| form.draft.with(|draft| draft.other_suggestion(form.table()).map(|one| one.hours)));
    let above = Memo::new(move |_| {
        let claimed = form.draft.with(|draft| domain::hours::Hours::parse(&draft.form.claimed_hours).ok());
        other.get().filter(|suggested| claimed.is_some_and(|claimed| claimed > *suggested))
    });
    let adopt = move |_| form.change(RegistrationDraft::adopt_suggestion);
    let content = move || {
        suggested.get().map(|(hours, explanation)| {
            view! {
                <div class="calculation">
                    <div>
                        <p class="hours"><span class="figure">{hours.to_string()}</span><span class="unit">" 学时"</span></p>
                        <p class="small">{explanation}</p>
                        {move || above.get().map(|suggested| view! {
                            <p class="flag">{Deviation::AboveSuggestion { suggested }.sentence()}"，请在认定内容说明中写明原因"</p>
                        })}
                    </div>
                    {move || other.get().map(|hours| view! {
                        <button type="button" class="button" on:click=adopt>{format!("按 {hours} 学时填写")}</button>
                    })}
                </div>
            }
        })
    };
    view! { <div role="status">{content}</div> }.into_any()
}

/// 认定内容说明 and 证书编号
pub fn remarks_fields(form: Form) -> AnyView {
    let remarks = form.bound(|draft| &draft.form.remarks, |draft, text| draft.form.remarks = text);
    let number = form.bound(|draft| &draft.form.document_number, |draft, text| draft.form.document_number = text);
    view! {
        {text_area_field(form.errors, REMARKS, "如成果类的排序、获奖等级等", remarks)}
        {text_field(form.errors, NUMBER, Typing::TEXT, number)}
    }
    .into_any()
}
