//! The categories and the hours table that claims are made under today: those that this release carries, until an operator
//! has published others.

use std::cell::{Cell, RefCell};

use domain::category::CategoryTable;
use domain::contract::ReadRules;
use domain::contract::rules::ReadRulesRequest;

use crate::api;
use crate::platform::storage::{Place, RULES};

thread_local! {
    /// The text of the table, where it is a published one.
    static PUBLISHED: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Replaced at most once a version and tab, and read everywhere; so it lives as long as the tab.
    static TABLE: Cell<Option<&'static CategoryTable>> = const { Cell::new(None) };
}

/// The table that this tab goes by.
pub fn table() -> &'static CategoryTable {
    TABLE.get().unwrap_or_else(|| put(carried()))
}

/// The first version, read by the reader that the app has anyway.
fn carried() -> CategoryTable {
    serde_json::from_str(CategoryTable::BUILT_IN_JSON).expect("data/categories.json is a valid table")
}

fn put(table: CategoryTable) -> &'static CategoryTable {
    let table: &'static CategoryTable = Box::leak(Box::new(table));
    TABLE.set(Some(table));
    table
}

/// Goes over to the version that is in force. Where it cannot be had, the one at hand stays: the functions judge by the
/// right one in any case.
pub async fn follow(version: u32) {
    // A function of the release before does not say.
    if version == 0 || version == table().version {
        return;
    }
    if Place::Device.load_text(RULES).is_some_and(|text| take(version, text)) {
        return;
    }
    if let Ok(rules) = api::call::<ReadRules>(&ReadRulesRequest { version: Some(version) }).await
        && take(version, rules.table.clone())
    {
        // For starting without a network.
        Place::Device.save_text(RULES, &rules.table);
    }
}

/// Takes a table for the one in force, if it is of this version.
fn take(version: u32, text: String) -> bool {
    let Ok(table) = serde_json::from_str::<CategoryTable>(&text) else { return false };
    if table.version != version {
        return false;
    }
    put(table);
    PUBLISHED.set(Some(text));
    true
}

/// The table as text, unless it is the one that this release carries: for the worker that reads files.
pub fn published() -> Option<String> {
    PUBLISHED.with_borrow(Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_table_of_the_functions() {
        assert_eq!(table(), CategoryTable::built_in());
    }
}
