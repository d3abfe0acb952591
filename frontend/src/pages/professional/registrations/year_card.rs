//! The current year at a glance: how far it has come, and what it still asks for; and which years end within days.

use crate::prelude::*;
use domain::contract::registrations::TotalsByYear;

use crate::api::queries;
use crate::components::list::loaded::loaded;
use crate::features::registrations::year_progress::year_progress;
use crate::session;
use crate::state::query::{Ask, Query, query};

pub fn totals() -> Query<TotalsByYear> {
    query(queries::totals)
}

pub fn year_card(totals: Query<TotalsByYear>) -> AnyView {
    let year = session::state().current_year();
    loaded(totals, 1, move |totals| match totals.years.iter().find(|one| one.year == year) {
        Some(current) => {
            view! { <section class="card year" aria-label="本年度学时">{year_progress(current)}</section> }.into_any()
        }
        None => ().into_any(),
    })
}

/// Which years end within days.
pub fn closing_notice(totals: Query<TotalsByYear>) -> AnyView {
    let line = |one: &String| view! { <p class="notice">{one.clone()}</p> };
    let lines = move || totals.answer(|totals| totals.closing.iter().map(line).collect_view());
    view! { <div role="status">{lines}</div> }.into_any()
}
