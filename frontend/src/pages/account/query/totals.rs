//! 培训总体查询: the hours of every year, each with what they are made of.

use crate::prelude::*;
use domain::contract::completions::{CompletionRow, ListCompletionsRequest};
use domain::contract::registrations::{ListRegistrationsRequest, RegistrationRow, TotalsByYear, YearTotals};
use domain::contract::{ListCompletions, ListRegistrations};
use domain::hours::Hours;
use domain::review::Status;

use crate::api::{call, queries};
use crate::components::form::field::{Bound, Choice, Field, FormErrors, select_field};
use crate::components::list::loaded::{empty, loaded};
use crate::features::registrations::row_list::RowList;
use crate::features::registrations::wording::type_name;
use crate::features::registrations::year_progress::year_progress;
use crate::session;
use crate::state::query::query;

const YEAR: Field = Field::optional("year", "年度");

pub fn totals() -> AnyView {
    let loader = query(queries::totals);
    loaded(loader, 2, content)
}

fn content(totals: TotalsByYear) -> AnyView {
    let wanted = RwSignal::new(String::new());
    let opened = RwSignal::new(totals.years.first().map(|one| one.year));
    let choices = totals.years.iter().map(|one| Choice::new(one.year.to_string(), one.year.to_string())).collect();
    let errors = FormErrors::new("totals", Signal::stored(Default::default()));
    let filter = Bound::new(
        move || wanted.get(),
        move |text: String| {
            if let Ok(year) = text.parse() {
                opened.set(Some(year));
            }
            wanted.set(text);
        },
    );
    let years = StoredValue::new(totals.years);
    let shown = move || {
        let wanted = wanted.get().parse::<i32>().ok();
        years.with_value(|years| {
            years
                .iter()
                .filter(|one| wanted.is_none_or(|year| one.year == year))
                .map(|one| line(one, opened))
                .collect_view()
        })
    };
    let of_opened = move || {
        let year = opened.get()?;
        let totals = years.with_value(|years| years.iter().find(|one| one.year == year).cloned())?;
        Some(year_detail(totals))
    };
    view! {
        <div class="card filters">{select_field(errors, YEAR, Some("全部"), Signal::stored(choices), filter)}</div>
        <div class="card table-card">
            <table class="years-table">
                <caption class="hidden-text">"培训总体查询"</caption>
                <thead>
                    <tr>
                        <th scope="col">"年度"</th>
                        <th scope="col">"姓名"</th>
                        <th scope="col" class="number">"公需科目学时"</th>
                        <th scope="col" class="number">"专业科目学时"</th>
                        <th scope="col" class="number">"总学时"</th>
                    </tr>
                </thead>
                <tbody>{shown}</tbody>
            </table>
        </div>
        {of_opened}
    }
    .into_any()
}

fn line(of: &YearTotals, opened: RwSignal<Option<i32>>) -> AnyView {
    let YearTotals { year, totals, .. } = *of;
    let name = session::state().read().map(|session| session.name);
    let is_open = move || opened.get() == Some(year);
    view! {
        <tr class:chosen=is_open>
            <th scope="row" class="short">
                <button type="button" class="button quiet" aria-expanded=move || is_open().to_string()
                    on:click=move |_| opened.set(Some(year))>{year}</button>
            </th>
            <td class="tight">{name}</td>
            <td class="number">{totals.common.to_string()}</td>
            <td class="number">{totals.specialty.to_string()}</td>
            <td class="number"><strong>{totals.total().to_string()}</strong></td>
        </tr>
    }
    .into_any()
}

/// The year's progress, and what its hours are the sum of: approved registrations and completions.
fn year_detail(of: YearTotals) -> AnyView {
    let year = of.year;
    let list = RowList::new(move |cursor| async move {
        let request =
            ListRegistrationsRequest { year: Some(year), status: Some(Status::Approved), cursor, ..Default::default() };
        call::<ListRegistrations>(&request).await
    });
    list.load();
    let nothing = || empty("这一年还没有通过认定的专业科目学时", "登记并通过审核后，会列在这里。", None);
    let rows = list.pages.view(nothing, move || detail_table(list));
    view! {
        <section class="stack" aria-label=format!("{year} 年度详细信息")>
            <h2>{format!("{year} 年度详细信息")}</h2>
            <div class="card year">{year_progress(&of)}</div>
            {rows}
            {(of.totals.common > Hours::ZERO).then(|| completions(year))}
        </section>
    }
    .into_any()
}

/// What the learning platforms have delivered.
fn completions(year: i32) -> AnyView {
    let loader = query(move || async move { call::<ListCompletions>(&ListCompletionsRequest { year }).await });
    loaded(loader, 1, |list| {
        lines_table("公需科目", list.completions.into_iter().map(completion_line).collect_view().into_any())
    })
}

fn detail_table(list: RowList) -> AnyView {
    lines_table("专业科目", (move || list.rows.get().iter().map(detail_line).collect_view()).into_any())
}

fn lines_table(caption: &'static str, lines: AnyView) -> AnyView {
    view! {
        <div class="card table-card">
            <table class="lines-table">
                <caption class="hidden-text">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"姓名"</th>
                        <th scope="col">"科目类型"</th>
                        <th scope="col">"科目名称"</th>
                        <th scope="col" class="number">"学时"</th>
                        <th scope="col">"公需/专业科目"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn detail_line(row: &RegistrationRow) -> AnyView {
    let name = row.person_name.clone();
    line_of(
        Some(name),
        type_name(&row.subcategory),
        row.title.clone(),
        row.approved_hours.unwrap_or_default(),
        "专业科目",
    )
}

fn completion_line(row: CompletionRow) -> AnyView {
    let name = session::state().read().map(|session| session.name);
    line_of(name, row.platform, row.course, row.hours, "公需科目")
}

fn line_of(name: Option<String>, kind: String, title: String, hours: Hours, subject: &'static str) -> AnyView {
    view! {
        <tr>
            <td class="tight">{name}</td>
            <td>{kind}</td>
            <th scope="row">{title}</th>
            <td class="number">{hours.to_string()}</td>
            <td>{subject}</td>
        </tr>
    }
    .into_any()
}
