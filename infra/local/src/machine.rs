//! One machine with everything: the app that the handlers stand in, on an engine and a store of this process.

use anyhow::{Result, anyhow, bail};
use domain::timestamp::Timestamp;
use functions::app::App;
use functions::clock::Clock;
use functions::crypto::vault::Vault;
use functions::runtime::settings::Settings;
use functions::store::schema;

use crate::attachment_store::{self, AttachmentStore, BUCKET};
use crate::engine::{self, Engine};

/// The one table.
pub const TABLE: &str = "xueshi";

/// Builds the app and makes its table where it is missing.
pub async fn app(
    engine: &Engine,
    store: &AttachmentStore,
    master_key: [u8; 32],
    clock: Clock,
    origin: &str,
) -> Result<App> {
    let dynamodb = engine::client(engine);
    schema::create_table(&dynamodb, TABLE).await.map_err(|error| anyhow!("{error}"))?;
    refuse_earlier_data(engine)?;
    let settings = Settings { table: TABLE.to_owned(), attachments: BUCKET.to_owned(), origin: origin.to_owned() };
    let s3 = attachment_store::client(store, origin);
    Ok(App::new(dynamodb, s3, Vault::new(master_key), clock, settings))
}

/// Says so where the table is one of an earlier version, which every handler that reads a newer index would fail on. The index
/// alone would not do: what was stored without it lacks the attributes that it is made of, and the digests that came with them.
fn refuse_earlier_data(engine: &Engine) -> Result<()> {
    let there = engine.indexes(TABLE)?;
    let missing: Vec<&str> = schema::indexes().filter(|name| !there.iter().any(|one| one == name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "these data were made by an earlier version of xueshi, and this one cannot go on with them: their table has no {}. \
         Begin anew with --fresh, which forgets them; or leave them as they are and choose another directory with --data; \
         or put a backup of this version in their place with 'restore --from DIR --replace'",
        missing.join(", ")
    )
}

/// The clock that the command line asks for.
pub fn clock(set_at: Option<Timestamp>) -> Clock {
    set_at.map_or(Clock::System, Clock::set_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachment_store::AccessKey;
    use crate::scratch::Scratch;

    async fn opened(engine: &Engine, name: &str) -> Result<App> {
        let scratch = Scratch::new(name);
        let key = AccessKey { id: "TEST".to_owned(), secret: "a secret of this test".to_owned() };
        let store = AttachmentStore::open(scratch.path(), key).expect("a store");
        app(engine, &store, [7; 32], Clock::System, "http://localhost:8080").await
    }

    #[tokio::test]
    async fn data_of_an_earlier_version_are_refused_in_plain_words() {
        let engine = Engine::memory().expect("an engine");
        // As the first start of an earlier version made it: `by_instant` is not there yet.
        let index = |name: &str, partition: &str, sort: &str| {
            serde_json::json!({
                "IndexName": name,
                "KeySchema": [
                    { "AttributeName": partition, "KeyType": "HASH" },
                    { "AttributeName": sort, "KeyType": "RANGE" },
                ],
                "Projection": { "ProjectionType": "ALL" },
            })
        };
        let attributes = ["pk", "sk", "up", "us", "dp", "ds", "ep", "fp", "es"];
        let table = serde_json::json!({
            "TableName": TABLE,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions":
                attributes.map(|name| serde_json::json!({ "AttributeName": name, "AttributeType": "S" })),
            "KeySchema": [
                { "AttributeName": "pk", "KeyType": "HASH" },
                { "AttributeName": "sk", "KeyType": "RANGE" },
            ],
            "GlobalSecondaryIndexes": [
                index("by_unit", "up", "us"),
                index("by_department", "dp", "ds"),
                index("by_registrar", "ep", "es"),
                index("by_registrar_department", "fp", "es"),
            ],
        });
        let reply = engine.answer("CreateTable", table.to_string().as_bytes());
        assert!(reply.status.is_success(), "{reply:?}");

        let refused = opened(&engine, "earlier").await.map(drop).expect_err("a refusal").to_string();
        for said in ["an earlier version", "no by_instant", "--fresh", "--data", "restore"] {
            assert!(refused.contains(said), "{said}: {refused}");
        }
    }

    #[tokio::test]
    async fn data_of_this_version_are_opened_again() {
        let engine = Engine::memory().expect("an engine");
        opened(&engine, "new").await.expect("a app");
        opened(&engine, "new").await.expect("the same once more");
    }
}
