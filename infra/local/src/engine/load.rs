//! Fills a file with many items at once, before a server opens it.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use aws_sdk_dynamodb::types::AttributeValue;
use dynoxide::{AttributeValue as Stored, Database, ImportOptions, Item as StoredItem};
use functions::store::table::Item;

use super::Engine;

/// A table that is being filled. It does not wait for the disk: a killed process loses at most its last batch, a power
/// cut may lose the file. [`finish`](Self::finish) puts everything on the disk.
pub struct Loader {
    database: Database,
    path: PathBuf,
    table: &'static str,
}

/// Items that are stored together or not at all.
pub struct Batch(Vec<StoredItem>);

impl Batch {
    /// Turns items into what the engine stores, which takes about as long as storing them: a thread of its own may do it.
    ///
    /// # Errors
    /// If an attribute is of a kind that no item of ours has.
    pub fn new(items: Vec<Item>) -> Result<Self> {
        items.into_iter().map(stored_item).collect::<Result<_>>().map(Self)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Loader {
    /// Opens a file with the table in it. Nobody else may use the file meanwhile.
    pub fn open(path: &Path, table: &'static str) -> Result<Self> {
        let Engine { database } = Engine::open(path)?;
        database.enable_bulk_loading().context("cannot prepare the table for many items")?;
        Ok(Self { database, path: path.to_owned(), table })
    }

    /// Stores a batch in one transaction, whatever was under its keys.
    pub fn store(&self, batch: Batch) -> Result<()> {
        let items = batch.len();
        let done = self.database.import_items(self.table, batch.0, ImportOptions::default());
        let stored = done.context("the table refused a batch of items")?.items_imported;
        if stored == items { Ok(()) } else { Err(anyhow!("the table took {stored} of {items} items")) }
    }

    /// Puts everything on the disk. Whoever opens the file next waits for it at every change again.
    pub fn finish(self) -> Result<()> {
        let Self { database, path, .. } = self;
        // The last connection writes the journal into the file as it closes.
        drop(database);
        let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
        file.sync_all().with_context(|| format!("cannot write {} to the disk", path.display()))
    }
}

fn stored_item(item: Item) -> Result<StoredItem> {
    item.into_iter().map(|(name, value)| Ok((name, stored(value)?))).collect()
}

fn stored(value: AttributeValue) -> Result<Stored> {
    Ok(match value {
        AttributeValue::S(text) => Stored::S(text),
        AttributeValue::N(number) => Stored::N(number),
        AttributeValue::Bool(yes) => Stored::BOOL(yes),
        AttributeValue::B(bytes) => Stored::B(bytes.into_inner()),
        AttributeValue::L(list) => Stored::L(list.into_iter().map(stored).collect::<Result<_>>()?),
        AttributeValue::M(map) => Stored::M(stored_item(map)?),
        AttributeValue::Null(_) => Stored::NULL(true),
        other => bail!("no item has an attribute like {other:?}"),
    })
}
