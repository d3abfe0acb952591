//! One machine with everything: the house that the rooms stand in, on an engine and a store of this process.

use anyhow::{Result, anyhow};
use domain::timestamp::Timestamp;
use functions::clock::Clock;
use functions::house::House;
use functions::settings::Settings;
use functions::store::schema;
use functions::vault::Vault;

use crate::attachment_store::{self, AttachmentStore, BUCKET};
use crate::engine::{self, Engine};

/// The one table.
pub const TABLE: &str = "xueshi";

/// Builds the house and makes its table where it is missing.
pub async fn house(
    engine: &Engine,
    store: &AttachmentStore,
    master_key: [u8; 32],
    clock: Clock,
    origin: &str,
) -> Result<House> {
    let dynamodb = engine::client(engine);
    schema::create_table(&dynamodb, TABLE).await.map_err(|error| anyhow!("{error}"))?;
    let settings = Settings { table: TABLE.to_owned(), attachments: BUCKET.to_owned(), origin: origin.to_owned() };
    let s3 = attachment_store::client(store, origin);
    Ok(House::new(dynamodb, s3, Vault::new(master_key), clock, settings))
}

/// The clock that the command line asks for.
pub fn clock(set_at: Option<Timestamp>) -> Clock {
    set_at.map_or(Clock::System, Clock::set_at)
}
