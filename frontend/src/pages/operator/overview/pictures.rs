//! A month in three pictures, each with its figures in words; the table below them says the same, day by day.

use crate::prelude::*;
use domain::contract::audit::DayLoad;

use crate::pages::operator::overview::sums::{Sum, of_day};

/// In the picture's own units: a column for each day, as high as the most is.
const COLUMN: usize = 10;
const HEIGHT: u32 = 60;

pub fn pictures(days: &[DayLoad]) -> AnyView {
    let sums: Vec<Sum> = days.iter().map(of_day).collect();
    let mut month = Sum::default();
    days.iter().flat_map(|day| &day.cities).for_each(|city| month.add(city));
    let picture = |title: &'static str, total: String, unit: &'static str, value: fn(Sum) -> u32| {
        let values: Vec<u32> = sums.iter().map(|sum| value(*sum)).collect();
        one(title, total, unit, days, &values)
    };
    view! {
        <div class="overview-cards load-cards">
            {picture("提交", format!("{} 条", month.submitted), "条", |sum| sum.submitted)}
            {picture("审核", format!("{} 条", month.decided), "条", |sum| sum.decided)}
            {picture("等待时间", month.waiting_text(), "小时", |sum| sum.waiting().unwrap_or(0))}
        </div>
    }
    .into_any()
}

fn one(title: &'static str, total: String, unit: &'static str, days: &[DayLoad], values: &[u32]) -> AnyView {
    let most = values.iter().copied().max().unwrap_or(0);
    let frame = format!("0 0 {} {HEIGHT}", (values.len().max(1)) * COLUMN);
    let columns = values.iter().enumerate().map(|(place, value)| {
        let high = height(*value, most);
        let (x, y) = ((place * COLUMN + 1).to_string(), (HEIGHT - high).to_string());
        view! { <rect class="load-column" x=x y=y width=(COLUMN - 2).to_string() height=high.to_string() rx="1" /> }
    });
    let highest = values.iter().zip(days).max_by_key(|(value, _)| **value).filter(|(value, _)| **value > 0);
    let peak = highest.map(|(value, day)| format!("最高 {value} {unit}（{} 日）", day_of_month(&day.day)));
    let (first, last) = (days.first().map(|day| day_of_month(&day.day)), days.last().map(|day| day_of_month(&day.day)));
    view! {
        <section class="card pane">
            <h2>{title}</h2>
            <p class="hours"><span class="figure">{total}</span></p>
            <svg class="load-picture" viewBox=frame preserveAspectRatio="none" aria-hidden="true">
                {columns.collect_view()}
            </svg>
            <p class="spread small muted" aria-hidden="true">
                <span>{first.map(|day| format!("{day} 日"))}</span><span>{last.map(|day| format!("{day} 日"))}</span>
            </p>
            <p class="small muted">{peak}</p>
        </section>
    }
    .into_any()
}

/// As high as its share of the most; what is not nothing can be seen.
fn height(value: u32, most: u32) -> u32 {
    match (value, most) {
        (0, _) | (_, 0) => 0,
        (value, most) => {
            let share = u64::from(value) * u64::from(HEIGHT) / u64::from(most);
            u32::try_from(share).unwrap_or(HEIGHT).max(1)
        }
    }
}

/// `2026-11-04` → `4`
pub fn day_of_month(day: &str) -> String {
    day.rsplit('-').next().unwrap_or(day).trim_start_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_height_of_the_most() {
        assert_eq!((height(0, 0), height(0, 9), height(9, 9)), (0, 0, HEIGHT));
        assert_eq!((height(1, 1_000), height(500, 1_000)), (1, HEIGHT / 2));
        assert_eq!(day_of_month("2026-11-04"), "4");
    }
}
