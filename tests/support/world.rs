//! An installation in memory.

use std::path::PathBuf;
use std::sync::Mutex;

use domain::id::IdempotencyKey;
use domain::timestamp::Timestamp;
use functions::clock::Clock;
use functions::house::House;
use functions::settings::Settings;
use functions::vault::Vault;
use local::attachment_store::{self, AccessKey, AttachmentStore};
use local::engine::{Engine, EngineConnector, PlainWire, Wire, config};

pub const ORIGIN: &str = "http://xueshi.test";
const TABLE: &str = "xueshi";

/// 2026-11-20 10:00 in Shanghai: the last weeks before a year's end, as always.
pub const NOW: Timestamp = Timestamp::from_milliseconds(1_795_140_000_000);

pub struct World {
    pub house: House,
    pub engine: Engine,
    pub attachments: AttachmentStore,
    folder: PathBuf,
    keys: Mutex<u128>,
}

impl World {
    pub async fn new() -> Self {
        Self::over(PlainWire).await
    }

    /// With something happening on the wire between the rooms and the table.
    pub async fn over(wire: impl Wire) -> Self {
        let engine = Engine::memory().expect("a table in memory");
        let plain = local::engine::client(&engine);
        functions::store::schema::create_table(&plain, TABLE).await.expect("a new table");
        let dynamodb = aws_sdk_dynamodb::Client::from_conf(config(EngineConnector::over(engine.clone(), wire)).build());
        let folder = std::env::temp_dir().join(format!(
            "xueshi-tests-{}-{:x}",
            std::process::id(),
            functions::vault::random_bits()
        ));
        std::fs::create_dir_all(&folder).expect("a folder for temporary files");
        let attachments =
            AttachmentStore::open(&folder, AccessKey { id: "test".to_owned(), secret: "test-secret".to_owned() })
                .expect("a store for attachments");
        let s3 = attachment_store::client(&attachments, ORIGIN);
        let settings = Settings {
            table: TABLE.to_owned(),
            attachments: attachment_store::BUCKET.to_owned(),
            origin: ORIGIN.to_owned(),
        };
        let house = House::new(dynamodb, s3, Vault::new([7; 32]), Clock::set_at(NOW), settings);
        Self { house, engine, attachments, folder, keys: Mutex::new(1) }
    }

    /// A key that no request of this world has used; later ones sort after earlier ones.
    pub fn key(&self) -> IdempotencyKey {
        let mut keys = self.keys.lock().expect("no test panics while it holds a key");
        *keys += 1;
        IdempotencyKey::from_bits(*keys)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // A folder that stays behind harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
