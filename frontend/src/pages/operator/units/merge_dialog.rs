//! 合并单位: the unit that stays is chosen, a last look, then one request after the other until nothing is left.

use crate::prelude::*;
use domain::contract::MergeUnits;
use domain::contract::accounts::UnitName;
use domain::contract::directory::{FoundUnit, MergeUnitsRequest, UnitCard};

use crate::api::queries;
use crate::components::dialog::actions::close_button;
use crate::components::dialog::dialog;
use crate::components::feedback::live_region::say;
use crate::components::list::loaded::loaded;
use crate::features::units::picker::{PickerScope, unit_picker};
use crate::pages::operator::units::merging::{Merging, Phase};
use crate::pages::operator::units::state::{Page, UnitDialog, people_text};
use crate::pages::operator::units::unit_path;
use crate::platform::location;
use crate::state::mutation::Mutation;
use crate::state::query::{Ask, query};

pub fn merge_dialog(page: Page) -> AnyView {
    // A merge that was under way when the dialog was closed stands in the card.
    on_change(
        move || page.open.get() == Some(UnitDialog::Merge),
        move |is_open| {
            if !is_open {
                page.loader.refresh();
            }
        },
    );
    dialog(page.opening(UnitDialog::Merge), Signal::stored("合并单位".to_owned()), move || content(page))
}

fn content(page: Page) -> AnyView {
    let Some(card) = page.card() else { return ().into_any() };
    let into = card.merging_into.as_ref().map(|unit| UnitName { id: unit.id.clone(), name: unit.name.clone() });
    let target = RwSignal::new(into);
    let same = RwSignal::new(false);
    let own = card.unit.id.clone();
    let chosen = Callback::new(move |unit: UnitName| {
        same.set(unit.id == own);
        target.set(Some(unit).filter(|unit| unit.id != own));
    });
    let name = card.unit.name.clone();
    (move || match target.get() {
        Some(unit) => last_look(page, card.clone(), unit, target),
        None => view! {
            <p>{format!("“{name}”的人员、部门、管理员和登记全部归到另一个单位。请选择保留的单位。")}</p>
            <p class="error" role="alert">{move || same.get().then_some("不能合并到它自己，请选择另一个单位")}</p>
            {unit_picker(PickerScope::ListedUnits, None, chosen)}
            {close_button("取消", move || page.open.set(None))}
        }
        .into_any(),
    })
    .into_any()
}

/// Both units side by side, with what goes over.
fn last_look(page: Page, from: UnitCard, into: UnitName, target: RwSignal<Option<UnitName>>) -> AnyView {
    let id = into.id.clone();
    let loader = query(move || queries::listed_unit(id.clone()));
    loaded(loader, 2, move |into| compared(page, from.clone(), into, target))
}

fn compared(page: Page, from: UnitCard, into: UnitCard, target: RwSignal<Option<UnitName>>) -> AnyView {
    let merging = RwSignal::new(Merging::new());
    let is_resumed = from.merging_into.is_some();
    let ids = MergeUnitsRequest { from: from.unit.id.clone(), into: into.unit.id.clone() };
    let attempt = Mutation::new();
    let (into_id, name) = (into.unit.id.clone(), into.unit.name.clone());
    let run = Callback::new(move |()| {
        let (ids, name) = (ids.clone(), name.clone());
        merging.update(|merging| merging.phase = Phase::Running);
        let merged = async move {
            loop {
                match attempt.call_keyed::<MergeUnits>(&ids).await {
                    Ok(answer) => match merging.try_update(|merging| merging.take(&answer)) {
                        Some(true) => {}
                        Some(false) => break,
                        // The dialog is gone; the card offers to go on.
                        None => return Ok(()),
                    },
                    Err(error) => {
                        merging.try_update(|merging| merging.phase = Phase::Interrupted(error.message()));
                        break;
                    }
                }
            }
            if merging.try_with_untracked(|merging| merging.phase == Phase::Finished) == Some(true) {
                say(format!("已合并到 {name}"));
            }
            Ok(())
        };
        attempt.run(merged, |()| {});
    });
    let (going, staying) = (from.clone(), into.unit.clone());
    view! {
        {pair(&going, &staying)}
        {move || state(merging, &from)}
        <div class="dialog-actions">
            {move || buttons(page, merging, run, target, is_resumed, unit_path(&into_id))}
        </div>
    }
    .into_any()
}

fn pair(from: &UnitCard, into: &FoundUnit) -> AnyView {
    let goes = format!("{}人员、{} 个部门", people_text(from), from.departments);
    let administrators = (!from.administrators.is_empty()).then(|| {
        let names = from.administrators.join("、");
        view! {
            <div><dt>"管理员"</dt><dd>{names}<p class="small muted">"合并后不能登录，由保留的单位在“单位管理员管理”中另行允许。"</p></dd></div>
        }
    });
    view! {
        <dl class="facts">
            <div><dt>"合并"</dt><dd>
                <strong>{from.unit.name.clone()}</strong>" "<span class="digits">{from.unit.credit_code.as_str().to_owned()}</span>
            </dd></div>
            <div><dt>"到"</dt><dd>
                <strong>{into.name.clone()}</strong>" "<span class="digits">{into.credit_code.as_str().to_owned()}</span>
            </dd></div>
            <div><dt>"一并转移"</dt><dd>{goes}</dd></div>
            {administrators}
        </dl>
    }
    .into_any()
}

fn state(merging: RwSignal<Merging>, from: &UnitCard) -> AnyView {
    let Merging { phase, moved } = merging.get();
    let (people, is_known) = (from.people, !from.people_more && from.people > 0);
    match phase {
        Phase::Asking => view! {
            <p class="warning">"待审核的登记由保留的单位审核，已认定的学时不变。被合并的单位随后停用，只留下历史记录。合并后不能撤销。"</p>
        }
        .into_any(),
        Phase::Running | Phase::Stopping => {
            let bar = if is_known {
                view! { <progress aria-label="正在合并" max=people.to_string() value=moved.min(people).to_string()></progress> }.into_any()
            } else {
                view! { <progress aria-label="正在合并"></progress> }.into_any()
            };
            view! { {bar}<p class="small" role="status">{format!("正在合并，已移动 {moved} 人")}</p> }.into_any()
        }
        Phase::Interrupted(why) => view! { <p class="error" role="alert">"⚠ "{why}</p> }.into_any(),
        Phase::Finished => view! { <p role="status">{format!("✓ 合并完成，移动了 {moved} 人")}</p> }.into_any(),
    }
}

fn buttons(
    page: Page,
    merging: RwSignal<Merging>,
    run: Callback<()>,
    target: RwSignal<Option<UnitName>>,
    is_resumed: bool,
    into_path: String,
) -> AnyView {
    let close = move |words: &'static str| {
        view! { <button type="button" class="button" on:click=move |_| page.open.set(None)>{words}</button> }
    };
    match merging.with(|merging| merging.phase.clone()) {
        Phase::Asking => view! {
            {close("取消")}
            {(!is_resumed).then(|| view! {
                <button type="button" class="button" on:click=move |_| target.set(None)>"重新选择"</button>
            })}
            <button type="button" class="button danger" on:click=move |_| run.run(())>
                {if is_resumed { "继续合并" } else { "确认合并" }}
            </button>
        }
        .into_any(),
        Phase::Running => view! {
            <button type="button" class="button"
                on:click=move |_| merging.update(|merging| merging.phase = Phase::Stopping)>"暂停"</button>
        }
        .into_any(),
        Phase::Stopping => view! { <button type="button" class="button" disabled>"正在暂停…"</button> }.into_any(),
        Phase::Interrupted(_) => view! {
            {close("关闭")}
            <button type="button" class="button primary" on:click=move |_| run.run(())>"继续合并"</button>
        }
        .into_any(),
        Phase::Finished => {
            let go = move |_| {
                page.open.set(None);
                location::go(&into_path);
            };
            view! {
                {close("关闭")}
                <button type="button" class="button primary" on:click=go>"查看保留的单位"</button>
            }
            .into_any()
        }
    }
}
