//! 单位部门管理: the parts of the unit; one with people in it is never deleted silently.

use crate::api::{CallError, queries};
use crate::components::form::save_form::SaveForm;
use crate::prelude::*;
use domain::contract::unit_management::{
    DeleteDepartmentRequest, DepartmentDeletion, DepartmentRow, DepartmentRows, MoveTo, Occupants,
    UpdateDepartmentRequest,
};
use domain::contract::{CreateDepartment, DeleteDepartment, UpdateDepartment};
use domain::id::DepartmentId;
use domain::unit::DepartmentForm;

use crate::bind;
use crate::components::dialog::dialog;
use crate::components::feedback::failure::failure_notice;
use crate::components::feedback::live_region::say;
use crate::components::form::field::{Choice, Field, FormErrors, Typing, select_field, text_area_field, text_field};
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::state::mutation::Mutation;
use crate::state::query::{Ask, Query, query};

const SEARCH: Field = Field::optional("name", "部门名称");
const FIELDS: [Field; 2] = [Field::required("name", "部门名称"), Field::optional("remarks", "部门备注")];
const MOVE_TO: Field = Field::required("move_to", "人员移到");
/// Chosen for people who shall belong to no department.
const NONE: &str = "-";

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    loader: Query<DepartmentRows>,
    editing: RwSignal<Option<DepartmentRow>>,
    edit_open: RwSignal<bool>,
    deleting: RwSignal<Option<DepartmentRow>>,
    delete_open: RwSignal<bool>,
}

pub fn departments_page() -> AnyView {
    let page = Page {
        loader: query(queries::unit_departments),
        editing: RwSignal::new(None),
        edit_open: RwSignal::new(false),
        deleting: RwSignal::new(None),
        delete_open: RwSignal::new(false),
    };
    let wanted = RwSignal::new(String::new());
    let errors = FormErrors::new("department-search", Signal::stored(Default::default()));
    let add = move |_| {
        page.editing.set(None);
        page.edit_open.set(true);
    };
    view! {
        <header class="page-head">
            {heading("单位部门管理".to_owned())}
            <button type="button" class="button primary" on:click=add>"新增部门"</button>
        </header>
        <p class="muted">"人员多的单位可分部门设二级管理员，由其登记、审核本部门人员的学时。"</p>
        <div class="results-filters" role="search">{text_field(errors, SEARCH, Typing::SEARCH, wanted.into())}</div>
        {loaded(page.loader, 3, move |rows| (move || list(page, &rows, &wanted.get())).into_any())}
        {edit_dialog(page)}
        {delete_dialog(page)}
    }
    .into_any()
}

fn list(page: Page, rows: &DepartmentRows, wanted: &str) -> AnyView {
    let found: Vec<DepartmentRow> =
        rows.departments.iter().filter(|one| one.name.contains(wanted.trim())).cloned().collect();
    if rows.departments.is_empty() {
        return empty("还没有部门", "不设部门时，全部人员由总管理员管理。", None);
    }
    if found.is_empty() {
        return empty("没有符合条件的部门", "请换一个部门名称。", None);
    }
    view! {
        <div class="card table-card">
            <table class="plain-table">
                <caption class="hidden-text">"部门"</caption>
                <thead><tr>
                    <th scope="col">"部门名称"</th>
                    <th scope="col">"部门备注"</th>
                    <th scope="col">"操作"</th>
                </tr></thead>
                <tbody>{found.into_iter().map(|row| line(page, row)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(page: Page, row: DepartmentRow) -> AnyView {
    let (edited, deleted) = (row.clone(), row.clone());
    let edit = move |_| {
        page.editing.set(Some(edited.clone()));
        page.edit_open.set(true);
    };
    let delete = move |_| {
        page.deleting.set(Some(deleted.clone()));
        page.delete_open.set(true);
    };
    view! {
        <tr>
            <th scope="row">{row.name.clone()}</th>
            <td>{row.remarks}</td>
            <td><div class="actions">
                <button type="button" class="button quiet" aria-label=format!("修改 {}", row.name) on:click=edit>"修改"</button>
                <button type="button" class="button quiet danger" aria-label=format!("删除 {}", row.name) on:click=delete>
                    "删除"
                </button>
            </div></td>
        </tr>
    }
    .into_any()
}

fn edit_dialog(page: Page) -> AnyView {
    let title = Signal::derive(move || if page.editing.read().is_some() { "修改部门" } else { "新增部门" }.to_owned());
    dialog(page.edit_open, title, move || {
        let edited = page.editing.get_untracked();
        let form = RwSignal::new(match &edited {
            Some(row) => DepartmentForm { name: row.name.clone(), remarks: row.remarks.clone() },
            None => DepartmentForm::default(),
        });
        let saved = SaveForm::new(
            "department",
            &FIELDS,
            move || form.read().parse().err().unwrap_or_default(),
            move |mutation| save(mutation, edited.clone(), form.get_untracked()),
            move |_| {
                page.edit_open.set(false);
                page.loader.refresh();
            },
        );
        let errors = saved.errors();
        let controls = view! {
            {text_field(errors, FIELDS[0], Typing::TEXT, bind!(form.name))}
            {text_area_field(errors, FIELDS[1], "", bind!(form.remarks))}
        };
        saved.in_dialog(controls, "primary", "保存", move || page.edit_open.set(false))
    })
}

async fn save(
    mutation: Mutation,
    edited: Option<DepartmentRow>,
    form: DepartmentForm,
) -> Result<DepartmentRow, CallError> {
    let row = match edited {
        Some(row) => {
            let request = UpdateDepartmentRequest { id: row.id, version: row.version, form };
            mutation.call_keyed::<UpdateDepartment>(&request).await?
        }
        None => mutation.call_keyed::<CreateDepartment>(&form).await?,
    };
    say(format!("已保存部门 {}", row.name));
    Ok(row)
}

/// 删除: at once where nobody is in the department; else it says who is, and moves them on request, with progress.
fn delete_dialog(page: Page) -> AnyView {
    let title = Signal::derive(move || {
        page.deleting.with(|row| format!("删除部门“{}”", row.as_ref().map_or("", |row| &row.name)))
    });
    dialog(page.delete_open, title, move || {
        let Some(row) = page.deleting.get_untracked() else { return ().into_any() };
        let attempt = Mutation::new();
        let occupants = RwSignal::new(None::<Occupants>);
        let target = RwSignal::new(String::new());
        let moved = RwSignal::new(0_u32);
        let errors = FormErrors::new("delete-department", Signal::stored(Default::default()));
        let id = row.id.clone();
        let send = Callback::new(move |()| {
            let id = id.clone();
            let move_to = destination(&target.get_untracked());
            let deleting = async move {
                // 取消 stops it: who has been moved stays moved, and the department is there.
                while page.delete_open.try_get_untracked() == Some(true) {
                    let request = DeleteDepartmentRequest { id: id.clone(), move_to: move_to.clone() };
                    match attempt.call_keyed::<DeleteDepartment>(&request).await? {
                        DepartmentDeletion::Moving { moved: some } => {
                            moved.try_update(|moved| *moved += some);
                        }
                        DepartmentDeletion::Occupied(who) => {
                            occupants.try_set(Some(who));
                            return Ok(false);
                        }
                        DepartmentDeletion::Deleted => {
                            say("部门已删除");
                            return Ok(true);
                        }
                    }
                }
                page.loader.refresh();
                Ok(false)
            };
            attempt.run(deleting, move |is_deleted| {
                if is_deleted {
                    page.delete_open.set(false);
                    page.loader.refresh();
                }
            });
        });
        let others = others(page, &row.id);
        view! {
            {move || match occupants.get() {
                None => view! { <p>"删除后不能恢复。部门里还有人员或管理员时，会先告诉您。"</p> }.into_any(),
                Some(who) => occupied(&who, errors, others.clone(), target),
            }}
            <p role="status">{move || (moved.get() > 0).then(|| format!("已移动 {} 人…", moved.get()))}</p>
            {failure_notice(attempt.failure(), send)}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| page.delete_open.set(false)>"取消"</button>
                {move || {
                    let who = occupants.get();
                    let is_blocked = who.as_ref().is_some_and(|who| !who.administrators.is_empty());
                    let label = if who.is_some() { "移动人员并删除" } else { "删除" };
                    (!is_blocked).then(|| view! {
                        <button type="button" class="button danger" aria-busy=move || attempt.is_busy().to_string()
                            disabled=who.is_some() && target.get().is_empty()
                            on:click=move |_| send.run(())>{label}</button>
                    })
                }}
            </div>
        }
        .into_any()
    })
}

fn others(page: Page, id: &DepartmentId) -> Vec<Choice> {
    let rows = page.loader.answer_untracked(Clone::clone);
    let others = rows.into_iter().flat_map(|rows| rows.departments).filter(|one| one.id != *id);
    let others = others.map(|one| Choice::new(one.id.as_str(), one.name));
    std::iter::once(Choice::new(NONE, "不分部门（由总管理员管理）")).chain(others).collect()
}

fn destination(chosen: &str) -> Option<MoveTo> {
    match chosen {
        "" => None,
        NONE => Some(MoveTo { department: None }),
        id => id.parse().ok().map(|id| MoveTo { department: Some(id) }),
    }
}

fn occupied(who: &Occupants, errors: FormErrors, others: Vec<Choice>, target: RwSignal<String>) -> AnyView {
    if !who.administrators.is_empty() {
        return view! {
            <p class="notice">{format!(
                "这个部门还有二级管理员：{}。请先在“单位管理员管理”里为其更换管理部门，或删除。",
                who.administrators.join("、")
            )}</p>
            <a class="button" href="/unit/administrators">"前往单位管理员管理"</a>
        }
        .into_any();
    }
    view! {
        <p class="notice">{people_words(who)}</p>
        {select_field(errors, MOVE_TO, Some("请选择"), Signal::stored(others), target.into())}
        <p class="hint">"待审核的登记随人员移动，由新部门的管理员审核。"</p>
    }
    .into_any()
}

/// `这个部门还有 18 人:…等。`
fn people_words(who: &Occupants) -> String {
    let more = if who.more { "多" } else { "" };
    let rest = if usize::try_from(who.people).unwrap_or(0) > who.names.len() || who.more { "等" } else { "" };
    format!("这个部门还有 {}{more} 人：{}{rest}。请选择把他们移到哪里，再删除部门。", who.people, who.names.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_there_is_said_by_number_and_name() {
        let names: Vec<String> = ["韦丽琳", "覃志明"].map(str::to_owned).into();
        let who = |people, more| Occupants { people, more, names: names.clone(), administrators: Vec::new() };
        assert!(people_words(&who(2, false)).starts_with("这个部门还有 2 人：韦丽琳、覃志明。"));
        assert!(people_words(&who(18, false)).starts_with("这个部门还有 18 人：韦丽琳、覃志明等。"));
        assert!(people_words(&who(200, true)).starts_with("这个部门还有 200多 人"));
    }

    #[test]
    fn nothing_chosen_moves_nobody() {
        assert_eq!(destination(""), None);
        assert_eq!(destination(NONE), Some(MoveTo { department: None }));
        let id = DepartmentId::from_bits(7);
        assert_eq!(destination(id.as_str()), Some(MoveTo { department: Some(id) }));
    }
}
