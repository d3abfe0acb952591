//! 审计日志: who did what, when, on whose behalf, in a unit or for the whole platform.

mod export;
mod filters;
mod list;

use crate::prelude::*;
use domain::contract::SearchAudit;
use domain::contract::accounts::UnitName;
use domain::contract::audit::{AuditEntry, SearchAuditRequest};
use domain::id::UnitId;
use leptos::task::spawn_local;

use crate::api::{call, queries};
use crate::components::list::loaded::empty;
use crate::components::page::heading::heading;
use crate::platform::location;
use crate::state::paged::Paged;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    filter: RwSignal<SearchAuditRequest>,
    /// Whose events; `None`: those for the whole platform.
    unit: RwSignal<Option<UnitName>>,
    list: Paged<AuditEntry>,
}

pub fn audit_page() -> AnyView {
    let unit = location::parameter(&location::place().query, "unit").and_then(|id| id.parse::<UnitId>().ok());
    let filter = RwSignal::new(SearchAuditRequest { unit: unit.clone(), ..SearchAuditRequest::default() });
    let list = Paged::new(move |cursor| async move {
        let page = call::<SearchAudit>(&SearchAuditRequest { cursor, ..filter.get_untracked() }).await?;
        Ok((page.entries, page.next))
    });
    let whose = RwSignal::new(unit.clone().map(|id| UnitName { id, name: "所选单位".to_owned() }));
    if let Some(id) = unit {
        spawn_local(name(id, whose));
    }
    let page = Page { filter, unit: whose, list };
    list.load();
    view! {
        <header class="page-head">{heading("审计日志".to_owned())}</header>
        {filters::filters(page)}
        {list.view(nothing, move || list::list(page))}
    }
    .into_any()
}

/// The name of a unit that the address names: also of one that is disabled or merged, which no search of units offers.
async fn name(id: UnitId, whose: RwSignal<Option<UnitName>>) {
    if let Ok(card) = queries::listed_unit(id).await {
        whose.try_update(|whose| {
            if let Some(whose) = whose.as_mut().filter(|whose| whose.id == card.unit.id) {
                whose.name = card.unit.name;
            }
        });
    }
}

fn nothing() -> AnyView {
    empty("没有符合条件的记录", "请换一个单位，或放宽日期、操作和操作人。", None)
}
