//! 修改 of the department, of one person or of all that are chosen: some at a time, with progress.

use crate::prelude::*;
use domain::contract::MovePeople;
use domain::contract::people::{MovePeopleRequest, PersonMoved, PersonRow};
use domain::id::PersonId;
use domain::limits::PEOPLE_MOVED_MAX;

use crate::components::dialog::subject_dialog;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Choice, Field, FormErrors, select_field};
use crate::pages::unit::people::{Page, PeopleDialog};
use crate::state::mutation::Mutation;

const DEPARTMENT: Field = Field::optional("department", "所属部门").hint("不选择部门的，由总管理员管理");

pub fn move_dialog(page: Page) -> AnyView {
    subject_dialog(
        move || match page.dialog.get() {
            Some(PeopleDialog::Move(row)) => Some(Some(row)),
            Some(PeopleDialog::MoveChosen) => Some(None),
            _ => None,
        },
        move || page.close(),
        move |about| match about {
            Some(row) => format!("修改 {}", row.name),
            None => format!("修改 {} 人的部门", page.chosen.count()),
        },
        move |about| content(page, about),
    )
}

/// Of one person, or of all that are chosen.
fn content(page: Page, about: Option<PersonRow>) -> AnyView {
    let people: Vec<PersonId> = match &about {
        Some(row) => vec![row.id.clone()],
        None => page.chosen.keys(),
    };
    let current = about.and_then(|row| row.department).map(|id| id.as_str().to_owned()).unwrap_or_default();
    let target = RwSignal::new(current);
    let attempt = Mutation::new();
    let done = RwSignal::new(Vec::<PersonMoved>::new());
    let total = people.len();
    let send = Callback::new(move |()| {
        let people = people.clone();
        // What was done before a connection broke is not done again.
        let mut results = done.get_untracked();
        let department = target.get_untracked().parse().ok();
        let moving = async move {
            for some in people[results.len()..].chunks(PEOPLE_MOVED_MAX) {
                let request = MovePeopleRequest { people: some.to_vec(), department: department.clone() };
                let moved = attempt.call_keyed::<MovePeople>(&request).await?;
                results.extend(moved.results);
                done.try_set(results.clone());
            }
            let is_whole = results.iter().all(|one| one.refusal.is_none());
            if is_whole {
                say(told(&results));
            } else if !attempt.is_alive() {
                say("有人没有移动，请在人员管理中核对");
            }
            Ok(is_whole)
        };
        attempt.run(moving, move |is_whole| {
            if is_whole {
                page.close();
            }
            page.load();
        });
    });
    let errors = FormErrors::new("move", Signal::stored(Default::default()));
    let departments = page.departments.get_untracked();
    let choices = departments.into_iter().map(|one| Choice::new(one.id.as_str(), one.name)).collect::<Vec<_>>();
    let refusals = move || {
        let refused: Vec<String> = done.read().iter().filter_map(|one| one.refusal.clone()).collect();
        (!refused.is_empty()).then(|| {
            let items = refused.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
            view! { <div class="notice" role="alert"><p>"有人没有移动："</p><ul class="outcomes">{items}</ul></div> }
        })
    };
    view! {
        <form class="form" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
            {select_field(errors, DEPARTMENT, Some("不分部门"), Signal::stored(choices), target.into())}
            <p class="hint">"待审核的登记随人员移动，由新部门的管理员审核。"</p>
            {(total > PEOPLE_MOVED_MAX).then(|| view! {
                <progress aria-label="进度" max=total prop:value=move || done.with(Vec::len) as f64></progress>
                <p role="status">{move || format!("{} / {total} 人", done.with(Vec::len))}</p>
            })}
            {refusals}
            {failure_notice(attempt.failure(), send)}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| page.close()>"关闭"</button>
                <button type="submit" class="button primary" aria-busy=move || attempt.is_busy().to_string()
                    disabled=move || done.with(Vec::len) == total>"保存"</button>
            </div>
        </form>
    }
    .into_any()
}

/// `已修改 3 人的部门,2 条待审核的登记随之移动`
fn told(results: &[PersonMoved]) -> String {
    let pending: u32 = results.iter().map(|one| one.pending).sum();
    let along = if pending > 0 { format!("，{pending} 条待审核的登记随之移动") } else { String::new() };
    format!("已修改 {} 人的部门{along}", results.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_along_is_told() {
        let moved = |pending| PersonMoved { id: PersonId::from_bits(1), refusal: None, pending };
        assert_eq!(told(&[moved(0)]), "已修改 1 人的部门");
        assert_eq!(told(&[moved(2), moved(0)]), "已修改 2 人的部门，2 条待审核的登记随之移动");
    }
}
