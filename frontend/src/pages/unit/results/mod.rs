//! 专业科目学时审核结果: the status first, then whom.

mod delete_dialog;
mod filters;
mod list;

use crate::prelude::*;
use domain::contract::SearchResults;
use domain::contract::registrations::RegistrationRow;
use domain::contract::reviews::SearchResultsRequest;
use domain::review::Status;

use crate::api::{call, queries};
use crate::components::dialog::sheet;
use crate::components::list::loaded::{empty, loaded};
use crate::components::page::heading::heading;
use crate::features::registrations::detail;
use crate::features::registrations::row_list::RowList;
use crate::platform::location;
use crate::session;
use crate::session::access::Access;
use crate::state::query::query;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Page {
    filter: RwSignal<SearchResultsRequest>,
    list: RowList,
    /// What 查看 shows.
    shown: RwSignal<Option<RegistrationRow>>,
    sheet_open: RwSignal<bool>,
    /// What 删除 has been pressed for.
    deleting: RwSignal<Option<RegistrationRow>>,
    delete_open: RwSignal<bool>,
    is_chief: bool,
}

impl Page {
    fn show(self, row: RegistrationRow) {
        self.shown.set(Some(row));
        self.sheet_open.set(true);
    }

    fn ask_to_delete(self, row: RegistrationRow) {
        self.deleting.set(Some(row));
        self.delete_open.set(true);
    }

    /// Only what was approved has hours to take back, and only the chief may.
    fn may_delete(self, row: &RegistrationRow) -> bool {
        self.is_chief && row.status == Status::Approved
    }
}

pub fn results_page() -> AnyView {
    let chosen = status_of_address(&untrack(location::place).query);
    let filter = RwSignal::new(SearchResultsRequest {
        status: chosen.unwrap_or(Status::Pending),
        name: String::new(),
        identity_number: String::new(),
        cursor: None,
    });
    let list = RowList::new(move |cursor| async move {
        call::<SearchResults>(&SearchResultsRequest { cursor, ..filter.get_untracked() }).await
    });
    let page = Page {
        filter,
        list,
        shown: RwSignal::new(None),
        sheet_open: RwSignal::new(false),
        deleting: RwSignal::new(None),
        delete_open: RwSignal::new(false),
        is_chief: session::state().read().is_some_and(|session| Access::of(&session).is_chief()),
    };
    if chosen.is_some() {
        list.load();
    }
    // Nothing is searched before a status has been chosen.
    let status = RwSignal::new(chosen);
    view! {
        <header class="page-head">{heading("专业科目学时审核结果".to_owned())}</header>
        {filters::filters(page, status)}
        {move || match status.get() {
            None => empty("请先选择审核状态", "选择后，可以再按姓名或身份证号查询。", None),
            Some(_) => list.pages.view(nothing, move || list::list(page)),
        }}
        {details(page)}
        {delete_dialog::delete_dialog(page)}
    }
    .into_any()
}

const STATUSES: [(Status, &str); 4] = [
    (Status::Draft, "draft"),
    (Status::Pending, "pending"),
    (Status::Approved, "approved"),
    (Status::Rejected, "rejected"),
];

fn spelled(status: Status) -> &'static str {
    STATUSES.into_iter().find(|(one, _)| *one == status).map_or("", |(_, name)| name)
}

fn status_named(name: &str) -> Option<Status> {
    STATUSES.into_iter().find(|(_, one)| *one == name).map(|(status, _)| status)
}

/// The status stands in the address, so that going back comes back to it; whom it is about never does.
fn status_of_address(query: &str) -> Option<Status> {
    status_named(&location::parameter(query, "status")?)
}

fn nothing() -> AnyView {
    empty("没有符合条件的登记", "请换一个审核状态，或放宽姓名、身份证号的条件。", None)
}

/// 查看
fn details(page: Page) -> AnyView {
    sheet(page.sheet_open, Signal::stored("登记详情".to_owned()), move || {
        let Some(row) = page.shown.get_untracked() else { return ().into_any() };
        let id = row.id.clone();
        let loader = query(move || queries::registration(id.clone()));
        let delete = page.may_delete(&row).then(|| {
            let row = row.clone();
            view! {
                <button type="button" class="button danger" on:click=move |_| page.ask_to_delete(row.clone())>
                    "删除"
                </button>
            }
        });
        view! {
            <div class="review-content">
                {detail::head(&row, None)}
                {loaded(loader, 2, detail::body)}
                <div class="row">{delete}</div>
            </div>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_the_status() {
        for status in Status::ALL {
            assert_eq!(status_of_address(&format!("?status={}", spelled(status))), Some(status));
        }
        assert_eq!(status_of_address(""), None);
        assert_eq!(status_of_address("?status=all"), None);
    }
}
