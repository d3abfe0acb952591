//! The results, as a table at a desk and as cards on a phone.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;
use domain::hours::Hours;
use domain::id::RegistrationId;
use domain::review::Status;
use domain::timestamp::Timestamp;

use crate::components::list::figures::hours_figure;
use crate::components::list::windowed::{Shape, windowed};
use crate::components::page::status_chip::{standing, status_chip};
use crate::features::registrations::row_list::RowList;
use crate::features::registrations::wording::type_name;
use crate::pages::unit::results::Page;
use crate::platform::viewport::is_wide;

const COLUMNS: usize = 10;

pub fn list(page: Page) -> AnyView {
    (move || if is_wide() { table(page) } else { cards(page) }).into_any()
}

/// The id of a row's element, which takes the focus when the row above it is deleted.
pub fn row_element(id: &RegistrationId) -> String {
    format!("row-{id}")
}

/// 时间: of the decision, or of what there was last before one.
fn happened_at(row: &RegistrationRow) -> Timestamp {
    let decided = row.decided_at.filter(|_| matches!(row.status, Status::Approved | Status::Rejected));
    let submitted = row.submitted_at.filter(|_| row.status != Status::Draft);
    decided.or(submitted).unwrap_or(row.created_at)
}

fn approved_hours(row: &RegistrationRow) -> String {
    row.approved_hours.as_ref().map_or_else(|| "–".to_owned(), Hours::to_string)
}

fn table(page: Page) -> AnyView {
    view! {
        <div class="card table-card">
            <table>
                <caption class="hidden-text">"专业科目学时审核结果"</caption>
                <thead>
                    <tr>
                        <th scope="col">"操作"</th>
                        <th scope="col">"姓名"</th>
                        <th scope="col">"证件号码"</th>
                        <th scope="col">"认定内容"</th>
                        <th scope="col" class="number">"申请学时"</th>
                        <th scope="col" class="number">"批准学时"</th>
                        <th scope="col">"年度"</th>
                        <th scope="col">"认定类型"</th>
                        <th scope="col">"审核状态"</th>
                        <th scope="col">"时间"</th>
                    </tr>
                </thead>
                {windowed(page.list.rows.into(), Shape::Table { columns: COLUMNS }, RowList::key, move |row| line(page, row))}
            </table>
        </div>
    }
    .into_any()
}

fn line(page: Page, row: RegistrationRow) -> AnyView {
    view! {
        <tr id=row_element(&row.id) tabindex="-1">
            <td>{actions(page, &row)}</td>
            <td class="tight">{row.person_name.clone()}</td>
            <td class="digits">{row.identity_masked.clone()}</td>
            <th scope="row">{row.title.clone()} {note(&row)}</th>
            <td class="number">{row.claimed_hours.to_string()}</td>
            <td class="number">{approved_hours(&row)}</td>
            <td class="tight">{row.credited_year}</td>
            <td>{type_name(&row.subcategory)}</td>
            <td class="tight">{status_chip(row.status)}</td>
            <td class="date">{happened_at(&row).display_date()}</td>
        </tr>
    }
    .into_any()
}

fn cards(page: Page) -> AnyView {
    windowed(page.list.rows.into(), Shape::Cards, RowList::key, move |row| card(page, row))
}

fn card(page: Page, row: RegistrationRow) -> AnyView {
    let about =
        format!("{} · {} 年 · {}", type_name(&row.subcategory), row.credited_year, happened_at(&row).display_date());
    view! {
        <article class="card registration" id=row_element(&row.id) tabindex="-1">
            <div class="spread">
                <h2>{row.person_name.clone()}</h2>
                {hours_figure(row.approved_hours.unwrap_or(row.claimed_hours))}
            </div>
            <p>{row.title.clone()}</p>
            <p class="small muted">{about}</p>
            <p class="small muted digits">{row.identity_masked.clone()}</p>
            <p class="row small">{status_chip(row.status)}</p>
            {note(&row)}
            {actions(page, &row)}
        </article>
    }
    .into_any()
}

/// 审核意见, or where it waits.
fn note(row: &RegistrationRow) -> AnyView {
    standing(row).filter(|text| !text.is_empty()).map(|text| view! { <p class="small muted">{text}</p> }).into_any()
}

fn actions(page: Page, row: &RegistrationRow) -> AnyView {
    let shown = row.clone();
    let delete = page.may_delete(row).then(|| {
        let row = row.clone();
        view! {
            <button type="button" class="button quiet danger" on:click=move |_| page.ask_to_delete(row.clone())>
                "删除"
            </button>
        }
    });
    view! {
        <div class="actions">
            <button type="button" class="button quiet" on:click=move |_| page.show(shown.clone())>"查看"</button>
            {delete}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::registrations::sample::row;

    #[test]
    fn the_time_is_that_of_the_last_step() {
        let at = Timestamp::from_milliseconds;
        let with = |status| {
            let decided_at = Some(at(3));
            let mut row = RegistrationRow { status, created_at: at(1), decided_at, ..row(1) };
            row.submitted_at = Some(at(2));
            happened_at(&row)
        };
        assert_eq!(with(Status::Approved), at(3));
        assert_eq!(with(Status::Pending), at(2));
        assert_eq!(with(Status::Draft), at(1));
    }
}
