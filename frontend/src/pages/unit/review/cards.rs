//! What waits for a decision, on a phone.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;

use crate::components::list::figures::hours_figure;
use crate::components::list::windowed::{Shape, windowed};
use crate::components::page::status_chip::status_chip;
use crate::features::registrations::detail::{flags, registered_on, registrar_name};
use crate::features::registrations::row_list::RowList;
use crate::features::registrations::wording::type_name;
use crate::pages::unit::review::desk::{Desk, row_element};
use crate::pages::unit::review::groups::Group;
use crate::pages::unit::review::table::{actions, choose_box, choose_group, heading, refusal};

pub fn cards(desk: Desk) -> AnyView {
    Group::ALL.map(|group| part(desk, group)).collect_view().into_any()
}

fn part(desk: Desk, group: Group) -> AnyView {
    let count = Memo::new(move |_| desk.groups.with(|groups| groups.of(group).len()));
    let any = Memo::new(move |_| count.get() > 0);
    let rows = Signal::derive(move || desk.groups.with(|groups| groups.of(group).to_vec()));
    (move || {
        any.get().then(|| {
            view! {
                <section class="stack">
                    <div class="group-head">
                        {choose_group(desk, group)}
                        <h2>{move || heading(group, count.get())}</h2>
                    </div>
                    {windowed(rows, Shape::Cards, RowList::key, move |row| card(desk, group, row))}
                </section>
            }
        })
    })
    .into_any()
}

fn card(desk: Desk, group: Group, row: RegistrationRow) -> AnyView {
    let (current, chosen) = (row.id.clone(), row.id.clone());
    let choose = (group != Group::Closed).then(|| choose_box(desk, &row));
    let status = (group == Group::Closed).then(|| status_chip(row.status));
    let about = format!(
        "{} · {} 年 · {}登记 · {}",
        type_name(&row.subcategory),
        row.credited_year,
        registrar_name(&row.registrar),
        registered_on(&row),
    );
    view! {
        <article class="card registration review-card" id=row_element(&row.id) tabindex="-1"
            aria-current=move || desk.is_current(&current).then_some("true")
            class:chosen=move || desk.list.is_chosen(&chosen)>
            <div class="spread">
                <h3>{row.person_name.clone()}</h3>
                {hours_figure(row.claimed_hours)}
            </div>
            <p>{row.title.clone()}</p>
            <p class="small muted">{about}</p>
            {flags(&row)}
            {refusal(desk, &row)}
            {status}
            <div class="card-actions">{choose} {actions(desk, group, &row)}</div>
        </article>
    }
    .into_any()
}
