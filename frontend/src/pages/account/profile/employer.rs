//! 更换单位或部门: what is under review stays where it was submitted to, and that is said before.

use crate::prelude::*;
use domain::contract::accounts::{ChangeEmployerRequest, Profile, UnitName};
use domain::contract::registrations::ListRegistrationsRequest;
use domain::contract::{ChangeEmployer, ListRegistrations};
use domain::id::{DepartmentId, UnitId};
use domain::review::Status;

use crate::api::{call, queries};
use crate::components::dialog::actions::{cancel_or_send, close_button};
use crate::components::dialog::dialog;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Bound, Choice, Field, FormErrors, select_field};
use crate::features::units::picker::{PickerScope, unit_picker};
use crate::session;
use crate::state::mutation::Mutation;
use crate::state::query::{Ask, query};

const DEPARTMENT: Field = Field::optional("department", "所属部门");

pub fn employer_form(profile: Profile, changed: Callback<Profile>, cancelled: Callback<()>) -> AnyView {
    let unit = RwSignal::new(profile.unit.clone());
    let department = RwSignal::new(profile.department.map(|department| department.id));
    let picking = RwSignal::new(false);
    let attempt = Mutation::new();
    let send = Callback::new(move |()| {
        let request = ChangeEmployerRequest { unit: unit.get_untracked().id, department: department.get_untracked() };
        let changing = async move {
            let profile = attempt.call_keyed::<ChangeEmployer>(&request).await?;
            // The menu and the first choice of the unit picker follow.
            session::resume().await?;
            say(format!("所在单位：{}", profile.unit.name));
            Ok(profile)
        };
        attempt.run(changing, move |profile| _ = changed.try_run(profile));
    });
    let chosen = Callback::new(move |one: UnitName| {
        if unit.with_untracked(|unit| unit.id != one.id) {
            department.set(None);
        }
        unit.set(one);
        picking.set(false);
    });
    let (own, before) = (profile.unit.clone(), profile.unit.id);
    let leaves = Memo::new(move |_| unit.with(|unit| unit.id != before));
    view! {
        <form class="stack" novalidate on:submit=move |event| { event.prevent_default(); send.run(()) }>
            <div class="field" role="group" aria-label="所在单位">
                <span class="legend">"所在单位"</span>
                <p>{move || unit.get().name}</p>
                <button type="button" class="button" aria-haspopup="dialog" on:click=move |_| picking.set(true)>
                    "更换单位"
                </button>
            </div>
            {move || department_field(unit.get().id, department)}
            {move || leaves.get().then(waiting_notice)}
            {failure_notice(attempt.failure(), send)}
            {cancel_or_send(attempt, "primary", "保存", move || cancelled.run(()))}
        </form>
        {dialog(picking, Signal::stored("选择所在单位".to_owned()), move || view! {
            {unit_picker(PickerScope::AnyUnit, Some(own.clone()), chosen)}
            {close_button("取消", move || picking.set(false))}
        }.into_any())}
    }
    .into_any()
}

fn department_field(unit: UnitId, department: RwSignal<Option<DepartmentId>>) -> AnyView {
    let loader = query(move || queries::departments(unit.clone()));
    let errors = FormErrors::new("home", Signal::stored(Default::default()));
    let bound = Bound::new(
        move || department.with(|one| one.as_ref().map(ToString::to_string).unwrap_or_default()),
        move |id| department.set(id.parse().ok()),
    );
    (move || {
        let departments = loader.answer(|list| list.departments.clone()).filter(|list| !list.is_empty())?;
        let choices = departments.iter().map(|one| Choice::new(one.id.to_string(), &one.name)).collect();
        Some(select_field(errors, DEPARTMENT, Some("不属于任何部门"), Signal::stored(choices), bound))
    })
    .into_any()
}

/// Says what becomes of registrations, with how many of them wait where that is known.
fn waiting_notice() -> AnyView {
    let loader = query(|| async {
        let request = ListRegistrationsRequest { status: Some(Status::Pending), ..Default::default() };
        call::<ListRegistrations>(&request).await
    });
    let waiting = move || match loader.answer(|page| (page.rows.len(), page.next.is_some())) {
        Some((count, more)) if count > 0 => {
            format!("您有 {count}{} 条待审核的登记，", if more { " 条以上" } else { "" })
        }
        _ => "待审核的登记".to_owned(),
    };
    view! {
        <p class="notice" role="status">
            {waiting}"仍由提交时的单位审核；要改由新单位审核，请先撤回再提交。未提交的登记随您转到新单位，已认定的学时不变。"
        </p>
    }
    .into_any()
}
