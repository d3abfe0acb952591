//! The categories and the hours table that this release carries.

use std::sync::LazyLock;

use domain::category::CategoryTable;

use crate::json;

static TABLE: LazyLock<CategoryTable> = LazyLock::new(|| {
    json::from_str(include_str!("../../domain/data/categories.json")).expect("data/categories.json is a valid table")
});

/// The same as [`CategoryTable::built_in`], read by the reader that the app has anyway.
pub fn table() -> &'static CategoryTable {
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_table_of_the_functions() {
        assert_eq!(table(), CategoryTable::built_in());
    }
}
