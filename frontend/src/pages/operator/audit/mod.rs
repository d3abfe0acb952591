//! 审计日志: who did what, when, on whose behalf, in a unit or for the whole platform.

mod export;
mod filters;
mod list;

use crate::prelude::*;
use domain::contract::SearchAudit;
use domain::contract::accounts::UnitName;
use domain::contract::audit::{AuditEntry, SearchAuditRequest};

use crate::api::call;
use crate::components::heading::heading;
use crate::components::loaded::empty;
use crate::paged::Paged;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    filter: RwSignal<SearchAuditRequest>,
    /// Whose deeds; `None`: those for the whole platform.
    unit: RwSignal<Option<UnitName>>,
    list: Paged<AuditEntry>,
}

pub fn audit_page() -> AnyView {
    let filter = RwSignal::new(SearchAuditRequest::default());
    let list = Paged::new(move |cursor| async move {
        let page = call::<SearchAudit>(&SearchAuditRequest { cursor, ..filter.get_untracked() }).await?;
        Ok((page.entries, page.next))
    });
    let page = Page { filter, unit: RwSignal::new(None), list };
    list.load();
    view! {
        <header class="page-head">{heading("审计日志".to_owned())}</header>
        {filters::filters(page)}
        {list.view(nothing, move || list::list(page))}
    }
    .into_any()
}

fn nothing() -> AnyView {
    empty("没有符合条件的记录", "请换一个单位,或放宽日期、操作和操作人。", None)
}
