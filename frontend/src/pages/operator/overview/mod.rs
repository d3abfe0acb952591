//! 总览: what happened on the platform in a month, by day and city.

mod cities;
mod pictures;
mod sums;

use crate::prelude::*;
use domain::contract::ReadLoad;
use domain::contract::audit::{Load as Counted, ReadLoadRequest};
use time::Date;

use crate::api::call;
use crate::components::form::field::{Bound, Choice, Field, FormErrors, select_field};
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::platform::clock;
use crate::session;
use crate::state::query::{Ask, query};

const MONTH: Field = Field::optional("month", "月份");
/// Months that are offered.
const MONTHS: usize = 24;

pub fn overview_page() -> AnyView {
    let today = session::state().read().map_or_else(clock::device_now, |who| who.now).date();
    let months = months_before(today);
    let month = RwSignal::new(months[0].clone());
    let loader =
        query(move || async move { call::<ReadLoad>(&ReadLoadRequest { month: month.get_untracked() }).await });
    let chosen = Bound::new(
        move || month.get(),
        move |text| {
            month.set(text);
            loader.again();
        },
    );
    let choices = months.iter().map(|month| Choice::new(month.as_str(), month_text(month))).collect::<Vec<_>>();
    let errors = FormErrors::new("load", Signal::stored(Default::default()));
    view! {
        <header class="page-head">{heading("总览".to_owned())}</header>
        <div class="results-filters">{select_field(errors, MONTH, None, Signal::stored(choices), chosen)}</div>
        {loaded(loader, 3, move |load| content(&load))}
    }
    .into_any()
}

fn content(load: &Counted) -> AnyView {
    let Some(counted_at) = load.counted_at else {
        return empty("这个月还没有统计", "运行情况由审计任务统计：单机每天一次，云上按部署说明定期运行。", None);
    };
    view! {
        <p class="small muted">{format!("截至 {} 的统计。等待时间为各市每日中位数的加权平均，当日审核越多权重越大。", counted_at.display())}</p>
        {pictures::pictures(&load.days)}
        {cities::by_city(&load.days)}
        {cities::by_day(&load.days)}
    }
    .into_any()
}

/// `2026-11`, `2026-10` and so on.
fn months_before(today: Date) -> Vec<String> {
    let (mut year, mut month) = (today.year(), u8::from(today.month()));
    let mut months = Vec::with_capacity(MONTHS);
    for _ in 0..MONTHS {
        months.push(format!("{year:04}-{month:02}"));
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
    }
    months
}

/// `2026 年 11 月`
fn month_text(month: &str) -> String {
    match month.split_once('-') {
        Some((year, month)) => format!("{year} 年 {} 月", month.trim_start_matches('0')),
        None => month.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::hours::parse_date;

    use super::*;

    #[test]
    fn months_go_back_over_the_new_year() {
        let months = months_before(parse_date("2026-02-14").expect("a date"));
        assert_eq!(months[..3], ["2026-02", "2026-01", "2025-12"]);
        assert_eq!(month_text(&months[1]), "2026 年 1 月");
    }
}
