//! What waits for a decision, at a desk, in the columns of the manual.

use crate::prelude::*;
use domain::contract::registrations::RegistrationRow;

use crate::components::list::windowed::{Shape, windowed};
use crate::components::page::status_chip::status_chip;
use crate::features::registrations::detail::{flags, registered_on, registrar_name};
use crate::features::registrations::row_list::RowList;
use crate::features::registrations::wording::review_name;
use crate::features::registrations::wording::type_name;
use crate::pages::unit::review::desk::{Desk, row_element};
use crate::pages::unit::review::groups::Group;
use crate::session;

const COLUMNS: usize = 9;

pub fn table(desk: Desk) -> AnyView {
    view! {
        <div class="card table-card review-table">
            <table>
                <caption class="hidden-text">{review_name(desk.stage)}</caption>
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">"操作"</th>
                        <th scope="col">"姓名"</th>
                        <th scope="col" class="narrow-column">"登记机构"</th>
                        <th scope="col" class="type-column">"认定类型"</th>
                        <th scope="col">"认定内容"</th>
                        <th scope="col" class="number narrow-column">"申请学时"</th>
                        <th scope="col" class="narrow-column">"计入年度"</th>
                        <th scope="col" class="narrow-column">"登记日期"</th>
                    </tr>
                </thead>
                {Group::ALL.map(|group| body(desk, group)).collect_view()}
            </table>
        </div>
    }
    .into_any()
}

fn body(desk: Desk, group: Group) -> AnyView {
    let count = Memo::new(move |_| desk.groups.with(|groups| groups.of(group).len()));
    let any = Memo::new(move |_| count.get() > 0);
    let rows = Signal::derive(move || desk.groups.with(|groups| groups.of(group).to_vec()));
    (move || {
        any.get().then(|| {
            view! {
                <tbody>
                    <tr class="group">
                        <td>{choose_group(desk, group)}</td>
                        <th scope="col" colspan=COLUMNS - 1>{move || heading(group, count.get())}</th>
                    </tr>
                </tbody>
                {windowed(rows, Shape::Table { columns: COLUMNS }, RowList::key, move |row| line(desk, group, row))}
            }
        })
    })
    .into_any()
}

/// `需要留意 · 3 条`
pub fn heading(group: Group, count: usize) -> String {
    format!("{} · {count} 条", group.name())
}

/// The box that chooses a whole group.
pub fn choose_group(desk: Desk, group: Group) -> AnyView {
    if group == Group::Closed {
        return ().into_any();
    }
    let chosen = Memo::new(move |_| {
        desk.groups.with(|groups| groups.of(group).iter().filter(|row| desk.list.chosen.has(&row.id)).count())
    });
    let all = move || desk.groups.with(|groups| groups.of(group).len()) == chosen.get();
    let some = move || chosen.get() > 0 && !all();
    let change = move |event| {
        let rows = desk.groups.with_untracked(|groups| groups.of(group).to_vec());
        desk.choose_group(&rows, event_target_checked(&event));
    };
    view! {
        <label class="choose">
            <input type="checkbox" aria-label=format!("全选 {}", group.name()) prop:checked=all
                prop:indeterminate=some on:change=change />
        </label>
    }
    .into_any()
}

/// The box that chooses one registration.
pub fn choose_box(desk: Desk, row: &RegistrationRow) -> AnyView {
    let (shown, id) = (row.id.clone(), row.id.clone());
    let label = format!("选择 {} {}", row.person_name, row.title);
    view! {
        <label class="choose">
            <input type="checkbox" aria-label=label prop:checked=move || desk.list.is_chosen(&shown)
                on:change=move |event| desk.list.choose(&id, event_target_checked(&event)) />
        </label>
    }
    .into_any()
}

/// 详情, 通过 and 不通过 of one registration; only 详情 where it is not to be decided any more.
pub fn actions(desk: Desk, group: Group, row: &RegistrationRow) -> AnyView {
    let id = row.id.clone();
    let (approved, rejected) = (row.clone(), row.clone());
    let decide = (group != Group::Closed).then(|| {
        view! {
            <button type="button" class="button quiet" on:click=move |_| desk.approve(approved.clone())>"通过"</button>
            <button type="button" class="button quiet danger"
                on:click=move |_| desk.ask_for_opinion(vec![rejected.clone()])>"不通过"</button>
        }
    });
    view! {
        <div class="actions">
            <button type="button" class="button quiet" on:click=move |_| desk.open(&id)>"详情"</button>
            {decide}
        </div>
    }
    .into_any()
}

/// Why the last try was refused; empty most of the time.
pub fn refusal(desk: Desk, row: &RegistrationRow) -> AnyView {
    let id = row.id.clone();
    (move || {
        let message = desk.refusal(&id)?;
        Some(view! { <p class="refusal"><span aria-hidden="true">"✕ "</span>{message}</p> })
    })
    .into_any()
}

/// `11-20` in the current year, which goes without saying; `2025-11-20` in others.
fn short_date(date: &str, current_year: i32) -> String {
    date.strip_prefix(&format!("{current_year}-")).unwrap_or(date).to_owned()
}

fn line(desk: Desk, group: Group, row: RegistrationRow) -> AnyView {
    let (current, chosen, selected) = (row.id.clone(), row.id.clone(), row.id.clone());
    let choose = (group != Group::Closed).then(|| choose_box(desk, &row));
    let status = (group == Group::Closed).then(|| status_chip(row.status));
    let select = Callback::new(move |()| desk.select(&selected));
    let current_year = session::state().current_year();
    view! {
        <tr id=row_element(&row.id) tabindex="-1" aria-current=move || desk.is_current(&current).then_some("true")
            class:chosen=move || desk.list.is_chosen(&chosen)
            on:click=move |_| select.run(()) on:focusin=move |_| select.run(())>
            <td>{choose}</td>
            <td>{actions(desk, group, &row)}</td>
            <td class="tight">{row.person_name.clone()}</td>
            <td class="tight">{registrar_name(&row.registrar)}</td>
            <td>{type_name(&row.subcategory)}</td>
            <th scope="row">{row.title.clone()} {flags(&row)} {refusal(desk, &row)} {status}</th>
            <td class="number">{row.claimed_hours.to_string()}</td>
            <td class="tight">{row.credited_year}</td>
            <td class="date">{short_date(&registered_on(&row), current_year)}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_year_goes_without_saying() {
        assert_eq!(short_date("2026-11-20", 2026), "11-20");
        assert_eq!(short_date("2025-12-31", 2026), "2025-12-31");
    }
}
