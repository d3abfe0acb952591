//! The embedded table engine: DynamoDB's operations on one SQLite file.
//!
//! Everything outside of this module speaks DynamoDB's own protocol through the SDK, so that the engine can be replaced
//! by any other that speaks it.

mod connector;
mod contents;
mod load;
mod sweep;
mod wire;

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use bytes::Bytes;
use dynoxide::{Database, DynoxideError};
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use connector::{EngineConnector, client, config};
pub use contents::{Digest, LeaveOut, digest, each_item};
pub use load::{Batch, Loader};
pub use sweep::{Sweeper, Swept};
pub use wire::{Delivery, PlainWire, Verdict, Wire};

/// The engine with its one database. Clones share it.
///
/// The database has one connection behind one lock, journals ahead of its writes and syncs at every commit (SQLite's WAL
/// mode with its default of `synchronous=FULL`): what was answered survives a power cut. Streams would slow every write
/// and are not offered; bulk loading weakens it, and is for a [`Loader`] alone, before anybody is answered.
#[derive(Clone)]
pub struct Engine {
    database: Database,
}

/// What the engine answers: a status and DynamoDB's JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: StatusCode,
    pub body: Bytes,
}

impl Reply {
    /// An error as DynamoDB words it; `kind` is its short name, such as `ThrottlingException`.
    pub fn error(kind: &str, message: &str) -> Self {
        let body = serde_json::json!({
            "__type": format!("com.amazonaws.dynamodb.v20120810#{kind}"),
            "message": message,
        });
        Self { status: StatusCode::BAD_REQUEST, body: body.to_string().into() }
    }

    /// A cancelled transaction; `codes` has one entry for each of its items, `None` for those without fault.
    pub fn transaction_cancelled(codes: &[&str]) -> Self {
        let reasons: Vec<_> = codes.iter().map(|code| serde_json::json!({ "Code": code })).collect();
        let listed = codes.join(", ");
        let body = serde_json::json!({
            "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
            "Message": format!("Transaction cancelled, please refer cancellation reasons for specific reasons [{listed}]"),
            "CancellationReasons": reasons,
        });
        Self { status: StatusCode::BAD_REQUEST, body: body.to_string().into() }
    }
}

impl Engine {
    /// Opens the database in a file, or creates it.
    pub fn open(path: &Path) -> Result<Self> {
        let text = path.to_str().ok_or_else(|| anyhow!("the path {} is not valid UTF-8", path.display()))?;
        let database = Database::new(text).with_context(|| format!("cannot open the table in {}", path.display()))?;
        Ok(Self { database })
    }

    /// A database that lives as long as this value, for tests.
    pub fn memory() -> Result<Self> {
        Ok(Self { database: Database::memory().context("cannot make a table in memory")? })
    }

    /// Writes the whole database into a file that is not there yet, and sees it onto the disk.
    pub fn save_to(&self, path: &Path) -> Result<()> {
        let text = path.to_str().ok_or_else(|| anyhow!("the path {} is not valid UTF-8", path.display()))?;
        self.database.vacuum_into(text).with_context(|| format!("cannot write {}", path.display()))?;
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        file.sync_all().with_context(|| format!("cannot write {} to the disk", path.display()))
    }

    /// Copies the table of a file into another one that is not there yet, as of one instant, while somebody else reads and
    /// writes it: SQLite shows a reader the state in which it began.
    pub fn copy(from: &Path, to: &Path) -> Result<()> {
        Self::open(from)?.save_to(to)
    }

    /// The indexes of a table, if it is there. To describe a table the engine counts its items; to ask for what it keeps of
    /// the table costs nothing.
    pub fn indexes(&self, table: &str) -> Result<Vec<String>> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Index {
            index_name: String,
        }
        let kept = self.database.get_table_metadata(table).context("cannot find out which indexes the table has")?;
        let Some(indexes) = kept.and_then(|kept| kept.gsi_definitions) else { return Ok(Vec::new()) };
        let indexes: Vec<Index> = serde_json::from_str(&indexes).context("the table's indexes cannot be read")?;
        Ok(indexes.into_iter().map(|index| index.index_name).collect())
    }

    /// Carries out one operation. Blocks until it is done, which for a change means: until it is on disk.
    pub fn answer(&self, operation: &str, body: &[u8]) -> Reply {
        match self.dispatch(operation, body) {
            Ok(body) => Reply { status: StatusCode::OK, body },
            Err(error) => Reply {
                status: StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
                body: error.to_json().into(),
            },
        }
    }

    fn dispatch(&self, operation: &str, body: &[u8]) -> Result<Bytes, DynoxideError> {
        let database = &self.database;
        match operation {
            "GetItem" => run(body, |request| database.get_item(request)),
            "BatchGetItem" => run(body, |request| database.batch_get_item(request)),
            "Query" => run(body, |request| database.query(request)),
            "Scan" => run(body, |request| database.scan(request)),
            "PutItem" => run(body, |request| database.put_item(request)),
            "UpdateItem" => run(body, |request| database.update_item(request)),
            "DeleteItem" => run(body, |request| database.delete_item(request)),
            "BatchWriteItem" => run(body, |request| database.batch_write_item(request)),
            "TransactWriteItems" => run(body, |request| database.transact_write_items(request)),
            "TransactGetItems" => run(body, |request| database.transact_get_items(request)),
            "CreateTable" => run(body, |request| database.create_table(request)),
            "DescribeTable" => run(body, |request| database.describe_table(request)),
            "UpdateTimeToLive" => run(body, |request| database.update_time_to_live(request)),
            "DescribeTimeToLive" => run(body, |request| database.describe_time_to_live(request)),
            _ => Err(DynoxideError::ValidationException(format!("{operation} is not offered on one machine"))),
        }
    }
}

fn run<Q: DeserializeOwned, A: Serialize>(
    body: &[u8],
    operation: impl FnOnce(Q) -> Result<A, DynoxideError>,
) -> Result<Bytes, DynoxideError> {
    let request =
        serde_json::from_slice(body).map_err(|error| DynoxideError::SerializationException(error.to_string()))?;
    let answer = operation(request)?;
    serde_json::to_vec(&answer).map(Bytes::from).map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

#[cfg(test)]
mod tests;
