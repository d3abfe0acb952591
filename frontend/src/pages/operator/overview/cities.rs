//! The load in figures, by city and by day.

use crate::prelude::*;
use domain::contract::audit::DayLoad;
use domain::unit::OTHER_UNIT_NAME;

use crate::pages::operator::overview::sums::{Sum, of_cities, of_day};

pub fn by_city(days: &[DayLoad]) -> AnyView {
    let lines: Vec<(String, Sum)> = of_cities(days)
        .into_iter()
        .map(|(city, sum)| (city.map_or_else(|| OTHER_UNIT_NAME.to_owned(), |city| city.name().to_owned()), sum))
        .collect();
    if lines.is_empty() {
        return view! { <p class="muted">"这个月没有提交和审核。"</p> }.into_any();
    }
    view! {
        <section class="card table-card measure" aria-label="按城市">{table("按城市", "城市", &lines)}</section>
    }
    .into_any()
}

/// The pictures once more, for who reads figures or has them read.
pub fn by_day(days: &[DayLoad]) -> AnyView {
    let lines: Vec<(String, Sum)> = days.iter().map(|day| (day.day.clone(), of_day(day))).collect();
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <details class="card measure by-day">
            <summary>"按日查看数字"</summary>
            <div class="table-card">{table("按日", "日期", &lines)}</div>
        </details>
    }
    .into_any()
}

fn table(caption: &'static str, what: &'static str, lines: &[(String, Sum)]) -> AnyView {
    let line = |(name, sum): &(String, Sum)| {
        view! {
            <tr>
                <th scope="row" class="short">{name.clone()}</th>
                <td class="number">{sum.submitted}</td>
                <td class="number">{sum.decided}</td>
                <td class="number">{sum.waiting_text()}</td>
            </tr>
        }
    };
    view! {
        <table class="console-table">
            <caption>{caption}</caption>
            <thead><tr>
                <th scope="col">{what}</th>
                <th scope="col" class="number">"提交"</th>
                <th scope="col" class="number">"审核"</th>
                <th scope="col" class="number">"等待时间"</th>
            </tr></thead>
            <tbody>{lines.iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
