//! The year in two pictures. Each is a table that shows its figures as bars beside the figures themselves, so that it
//! reads the same in grey, on paper and aloud.

use crate::prelude::*;
use domain::contract::overview::{DepartmentSummary, MonthSummary, Overview};

/// How many of each department's people fulfil the year.
pub fn departments(overview: &Overview) -> AnyView {
    let lines = overview.departments.iter().map(department).collect_view();
    let body = if overview.departments.is_empty() {
        view! { <p class="muted">"还没有人员。"</p> }.into_any()
    } else {
        view! {
            <table class="picture">
                <caption class="hidden-text">{format!("各部门 {} 年度学时完成情况", overview.year)}</caption>
                <thead><tr>
                    <th scope="col"><span class="hidden-text">"部门"</span></th>
                    <th scope="col"><span class="hidden-text">"完成比例"</span></th>
                    <th scope="col"><span class="hidden-text">"完成人数和总人数"</span></th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
        }
        .into_any()
    };
    view! { <section class="card pane"><h2>{format!("{} 年度完成情况", overview.year)}</h2>{body}</section> }.into_any()
}

fn department(one: &DepartmentSummary) -> AnyView {
    let name = one.department.as_ref().map_or_else(|| "未分部门".to_owned(), |department| department.name.clone());
    let percent = share(one.fulfilled, one.people);
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="bar-cell">
                <span class="hidden-text">{format!("{percent}%")}</span>
                <span class="bar" aria-hidden="true"><span class="bar-done" style:width=format!("{percent}%")></span></span>
            </td>
            <td class="number">{format!("{} / {} 人", one.fulfilled, one.people)}</td>
        </tr>
    }
    .into_any()
}

/// What was approved in each month.
pub fn months(overview: &Overview) -> AnyView {
    let most = overview.months.iter().map(|one| one.approved).max().unwrap_or(0);
    let lines = overview.months.iter().zip(1_u32..).map(|(one, month)| line(month, one, most)).collect_view();
    view! {
        <section class="card pane">
            <h2>"每月通过认定"</h2>
            <table class="picture">
                <caption class="hidden-text">{format!("{} 年每月通过认定的登记和学时", overview.year)}</caption>
                <thead><tr>
                    <th scope="col"><span class="hidden-text">"月份"</span></th>
                    <th scope="col"><span class="hidden-text">"与最多的月份相比"</span></th>
                    <th scope="col"><span class="hidden-text">"条数和学时"</span></th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn line(month: u32, one: &MonthSummary, most: u32) -> AnyView {
    let percent = share(one.approved, most);
    view! {
        <tr>
            <th scope="row">{format!("{month} 月")}</th>
            <td class="bar-cell">
                <span class="hidden-text">{format!("{percent}%")}</span>
                <span class="bar" aria-hidden="true"><span class="bar-done" style:width=format!("{percent}%")></span></span>
            </td>
            <td class="number">{format!("{} 条 · {} 学时", one.approved, one.hours)}</td>
        </tr>
    }
    .into_any()
}

/// Whole percent, 100 only when all is done.
fn share(part: u32, whole: u32) -> u32 {
    match (part, whole) {
        (_, 0) => 0,
        (part, whole) => u32::try_from(u64::from(part) * 100 / u64::from(whole)).unwrap_or(100).min(100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_whole_only_when_all_is_done() {
        assert_eq!(share(0, 0), 0);
        assert_eq!(share(199, 200), 99);
        assert_eq!(share(200, 200), 100);
        assert_eq!(share(u32::MAX, u32::MAX), 100);
    }
}
