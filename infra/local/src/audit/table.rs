//! The items of one machine's table, out of its file, and never all of them in memory.

use std::path::Path;

use anyhow::{Context, Result};
use functions::audit::Audit;
use rusqlite::{Connection, OpenFlags};
use serde_dynamo::Item;

use crate::machine::TABLE;

/// Brings everything that is in the table of one machine to the audit.
pub fn fold_table(table: &Path, audit: &mut Audit) -> Result<()> {
    each_item(table, |item| match item {
        Ok(item) => audit.take(item),
        Err(key) => audit.unreadable(format!("item {key}")),
    })
}

/// Brings every item of one machine's table, as it is at one instant, whatever a server writes meanwhile: by partition, in the
/// order of sort keys. What is no item is brought by its key.
pub fn each_item(table: &Path, mut take: impl FnMut(Result<Item, String>)) -> Result<()> {
    let cannot_read = || format!("cannot read {}", table.display());
    let connection = Connection::open_with_flags(table, OpenFlags::SQLITE_OPEN_READ_ONLY).with_context(cannot_read)?;
    let query = format!("SELECT item_json, pk, sk FROM \"{TABLE}\" ORDER BY pk, sk");
    let mut statement = connection.prepare(&query).with_context(cannot_read)?;
    let mut rows = statement.query([]).with_context(cannot_read)?;
    while let Some(row) = rows.next().with_context(cannot_read)? {
        let json = row.get_ref(0).ok().and_then(|text| text.as_str().ok());
        let key = |column| row.get::<_, String>(column).unwrap_or_default();
        let item = json.and_then(|json| serde_json::from_str::<Item>(json).ok());
        take(item.ok_or_else(|| format!("{} {}", key(1), key(2))));
    }
    Ok(())
}
