//! The current year at a glance: how far it has come, and what it still asks for.

use crate::prelude::*;
use domain::contract::ReadTotals;
use domain::contract::registrations::ReadTotalsRequest;

use crate::api::call;
use crate::attempt::Loader;
use crate::components::loaded::loaded;
use crate::pages::year_progress::year_progress;
use crate::session;

pub fn year_card() -> AnyView {
    let loader = Loader::new(|| async { call::<ReadTotals>(&ReadTotalsRequest {}).await });
    let year = session::state().current_year();
    loaded(loader, 1, move |totals| match totals.years.iter().find(|one| one.year == year) {
        Some(current) => {
            view! { <section class="card year" aria-label="本年度学时">{year_progress(current)}</section> }.into_any()
        }
        None => ().into_any(),
    })
}
