//! How far a year has come, as a picture and in words.

use crate::prelude::*;
use domain::contract::registrations::YearTotals;

use crate::components::feedback::progress_ring::progress_ring;
use crate::features::registrations::wording::missing_hours;

/// The ring with its figures in words beside it.
pub fn year_progress(of: &YearTotals) -> AnyView {
    let YearTotals { year, totals, requirement } = *of;
    let total = totals.total();
    let Some(requirement) = requirement else {
        return view! {
            <p class="figure">{total.to_string()}<small class="small muted">" 学时"</small></p>
            <p class="small muted">{format!("{year} 年没有学时要求")}</p>
        }
        .into_any();
    };
    let label = format!("{year} 年已完成 {total} 学时，要求 {} 学时", requirement.total);
    let missing = match missing_hours(totals, Some(requirement)) {
        Some(missing) => view! { <p class="small">"还差 "<strong>{missing}</strong></p> }.into_any(),
        None => view! { <p class="small"><span class="chip ok"><span aria-hidden="true">"✓"</span>"本年度已达标"</span>" "<a href="/me/certificates">"我的证书"</a></p> }.into_any(),
    };
    let common = match requirement.common.tenths() {
        0 => format!("公需 {}", totals.common),
        _ => format!("公需 {} / {}", totals.common, requirement.common),
    };
    view! {
        {progress_ring(totals, requirement.total, label)}
        <div>
            <p class="small muted">{format!("{year} 年度")}</p>
            <p><span class="figure">{total.to_string()}</span><span class="small muted">{format!(" / {} 学时", requirement.total)}</span></p>
            <p class="small muted">
                <span class="key">{format!("专业 {} / {}", totals.specialty, requirement.specialty)}</span>
                <span class="key common">{common}</span>
            </p>
            {missing}
        </div>
    }
    .into_any()
}
