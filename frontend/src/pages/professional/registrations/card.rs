//! A registration on a phone.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;

use crate::apps::professional::route::Route;
use crate::components::list::figures::hours_figure;
use crate::components::page::status_chip::{standing, status_chip};
use crate::features::registrations::choosing::choose_box;
use crate::features::registrations::wording::type_name;
use crate::pages::professional::registrations::Page;
use crate::pages::professional::registrations::row_actions::row_actions;

pub fn card(page: Page, row: RegistrationRow) -> AnyView {
    let (id, chosen_id) = (row.id.clone(), row.id.clone());
    view! {
        <article class="card registration" class:chosen=move || page.list.is_chosen(&chosen_id)>
            <div class="spread">
                <h2><a href=Route::Registration(id).path()>{row.title.clone()}</a></h2>
                {hours_figure(row.approved_hours.unwrap_or(row.claimed_hours))}
            </div>
            <p class="small muted">{format!("{} · {} 年", type_name(&row.subcategory), row.credited_year)}</p>
            <p class="small muted">{row.period.display()}</p>
            <p class="row small">{status_chip(row.status)} {standing(&row)}</p>
            <div class="actions">
                {row_actions(page.actions, &row)}
                {choose_box(page.list, &row, &row.title)}
            </div>
        </article>
    }
    .into_any()
}
