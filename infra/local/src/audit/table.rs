//! The items of one machine's table, out of its file, and never all of them in memory.

use std::path::Path;

use anyhow::{Context, Result};
use functions::audit::Audit;
use functions::store::keys::{PARTITION, SORT};
use rusqlite::{Connection, OpenFlags};
use serde_dynamo::{AttributeValue, Item};

use crate::machine::TABLE;

/// Brings everything that is in the table of one machine to the audit.
pub fn fold_table(table: &Path, audit: &mut Audit) -> Result<()> {
    each_item(table, |item| match item {
        Ok(item) => audit.take(item),
        Err(broken) => audit.broken(format!("item {}", broken.key), broken.what),
    })
}

/// What lies in a table, and is no item of it.
#[derive(Debug)]
pub struct Broken {
    /// As the file has it.
    pub key: String,
    pub what: &'static str,
}

/// Brings every item of one machine's table, as it is at one instant, whatever a server writes meanwhile: by partition, in the
/// order of sort keys.
pub fn each_item(table: &Path, mut take: impl FnMut(Result<Item, Broken>)) -> Result<()> {
    let cannot_read = || format!("cannot read {}", table.display());
    let connection = Connection::open_with_flags(table, OpenFlags::SQLITE_OPEN_READ_ONLY).with_context(cannot_read)?;
    let query = format!("SELECT item_json, pk, sk FROM \"{TABLE}\" ORDER BY pk, sk");
    let mut statement = connection.prepare(&query).with_context(cannot_read)?;
    let mut rows = statement.query([]).with_context(cannot_read)?;
    while let Some(row) = rows.next().with_context(cannot_read)? {
        let json = row.get_ref(0).ok().and_then(|text| text.as_str().ok());
        let key = |column| row.get::<_, String>(column).unwrap_or_default();
        let (partition, sort) = (key(1), key(2));
        let broken = |what| Broken { key: format!("{partition} {sort}"), what };
        take(match json.and_then(|json| serde_json::from_str::<Item>(json).ok()) {
            None => Err(broken("cannot be read")),
            // A server finds an item by the columns of the file, whatever the item says itself.
            Some(item) if lies_at(&item, PARTITION, &partition) && lies_at(&item, SORT, &sort) => Ok(item),
            Some(_) => Err(broken("lies where another item belongs")),
        });
    }
    Ok(())
}

/// The engine puts the type of a key before it.
fn lies_at(item: &Item, name: &str, column: &str) -> bool {
    matches!(item.get(name), Some(AttributeValue::S(own)) if column.strip_prefix("S:") == Some(own))
}
