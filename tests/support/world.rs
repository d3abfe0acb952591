//! An installation in memory.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use axum::Router;
use axum::extract::{Request as AxumRequest, State};
use axum::response::IntoResponse;
use domain::id::IdempotencyKey;
use domain::timestamp::Timestamp;
use functions::app::App;
use functions::clock::Clock;
use functions::crypto::vault::Vault;
use functions::runtime::aws::Connections;
use functions::runtime::settings::{Settings, TlsRoots};
use local::attachment_store::{self, AccessKey, AttachmentStore};
use local::engine::{Engine, EngineConnector, PlainWire, Wire, config};
use local::seed::population::{self, Plan};

use crate::calls::{Calls, Recording};
use crate::lambda::{Fleet, Surroundings, services};

pub const ORIGIN: &str = "http://xueshi.test";
const TABLE: &str = "xueshi";
const MASTER_KEY: [u8; 32] = [7; 32];
const ACCESS_KEY: (&str, &str) = ("test", "test-secret");

/// 2026-11-20 10:00 in Shanghai: the last weeks before a year's end, as always.
pub const NOW: Timestamp = Timestamp::from_milliseconds(1_795_140_000_000);

pub struct World {
    pub app: App,
    /// Where requests of browsers go when not straight into the app.
    pub fleet: Option<Fleet>,
    pub engine: Engine,
    pub attachments: AttachmentStore,
    /// What the endpoints called.
    pub calls: Calls,
    folder: PathBuf,
    keys: Mutex<u128>,
}

impl World {
    pub async fn new() -> Self {
        Self::over(PlainWire).await
    }

    /// With something happening on the wire between the handlers and the table.
    pub async fn over(wire: impl Wire) -> Self {
        Self::build(Engine::memory().expect("a table in memory"), folder(), wire).await
    }

    /// With the table in a file, synced at every change, as on one machine.
    pub async fn on_disk() -> Self {
        let folder = folder();
        let engine = Engine::open(&folder.join("table.sqlite")).expect("a table in a file");
        Self::build(engine, folder, PlainWire).await
    }

    /// With a province of any size, on disk. Its first hospital is the largest unit that is the same in all of them.
    pub async fn seeded(plan: &Plan, say: impl Fn(&str) + Send + 'static, wire: impl Wire) -> Self {
        let folder = folder();
        let table = folder.join("table.sqlite");
        let store = AttachmentStore::open(&folder, access_key()).expect("a store for attachments");
        population::fill(&table, MASTER_KEY, &store, plan, say).await.expect("a province");
        Self::build(Engine::open(&table).expect("a table in a file"), folder, wire).await
    }

    /// With the table behind a client of the test's own, and a clock that somebody else drives.
    pub async fn driven(engine: Engine, dynamodb: aws_sdk_dynamodb::config::Builder, clock: Clock) -> Self {
        Self::set_up(engine, folder(), dynamodb.build(), TABLE.to_owned(), clock, Calls::default()).await
    }

    async fn build(engine: Engine, folder: PathBuf, wire: impl Wire) -> Self {
        let calls = Calls::default();
        let recording = Recording { calls: calls.clone(), wire };
        let (dynamodb, table) = match std::env::var("XUESHI_DYNAMODB") {
            Ok(url) => elsewhere(&url),
            Err(_) => (config(EngineConnector::over(engine.clone(), recording)).build(), TABLE.to_owned()),
        };
        Self::set_up(engine, folder, dynamodb, table, Clock::set_at(NOW), calls).await
    }

    async fn set_up(
        engine: Engine,
        folder: PathBuf,
        dynamodb: aws_sdk_dynamodb::Config,
        table: String,
        clock: Clock,
        calls: Calls,
    ) -> Self {
        let dynamodb = aws_sdk_dynamodb::Client::from_conf(dynamodb);
        functions::store::schema::create_table(&dynamodb, &table).await.expect("a new table");
        let attachments = AttachmentStore::open(&folder, access_key()).expect("a store for attachments");
        let s3 = attachment_store::client(&attachments, ORIGIN);
        let settings = Settings { table, attachments: attachment_store::BUCKET.to_owned(), origin: ORIGIN.to_owned() };
        let app = App::new(dynamodb, s3, Vault::new(MASTER_KEY), clock, settings);
        Self { app, fleet: None, engine, attachments, calls, folder, keys: Mutex::new(1) }
    }

    /// With every request answered by its endpoint's own process of the release `bootstrap`, over sockets, on the
    /// system's clock.
    pub async fn over_lambda(bootstrap: &Path) -> Self {
        let mut world = Self::new().await;
        world.app.clock = Clock::System;
        let surroundings = Surroundings {
            services: services::serve(world.engine.clone(), MASTER_KEY).await.expect("a port"),
            s3: services::serve_router(Router::new().fallback(answer_s3).with_state(world.attachments.clone()))
                .await
                .expect("a port"),
            table: TABLE.to_owned(),
            bucket: attachment_store::BUCKET.to_owned(),
            origin: ORIGIN.to_owned(),
            access_key: (ACCESS_KEY.0.to_owned(), ACCESS_KEY.1.to_owned()),
        };
        world.fleet = Some(Fleet::new(bootstrap, surroundings));
        world
    }

    /// A key that no request of this world has used; later ones sort after earlier ones.
    pub fn key(&self) -> IdempotencyKey {
        let mut keys = self.keys.lock().expect("no test panics while it holds a key");
        *keys += 1;
        key(*keys)
    }

    /// Every key that was given out.
    pub fn keys_given(&self) -> Vec<IdempotencyKey> {
        let last = *self.keys.lock().expect("no test panics while it holds a key");
        (2..=last).map(key).collect()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.calls.hand_over();
        // A folder that stays behind harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// As a browser makes it: an instant, then chance.
fn key(number: u128) -> IdempotencyKey {
    let chance = number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c) & ((1 << 80) - 1);
    IdempotencyKey::from_bits(number << 80 | chance)
}

fn access_key() -> AccessKey {
    AccessKey { id: ACCESS_KEY.0.to_owned(), secret: ACCESS_KEY.1.to_owned() }
}

/// A folder of this world's own.
fn folder() -> PathBuf {
    let name = format!("xueshi-tests-{}-{:x}", std::process::id(), functions::crypto::vault::random_bits());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("a folder for temporary files");
    folder
}

/// Another DynamoDB than the embedded engine, to hold one against the other (`cargo xtask test dynamodb-local`): each world
/// has a table of its own there.
fn elsewhere(url: &str) -> (aws_sdk_dynamodb::Config, String) {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("local"))
        .endpoint_url(url)
        .credentials_provider(Credentials::new("local", "local", None, None, "a test"))
        .http_client(Connections::new(TlsRoots::Amazon))
        .build();
    (config, format!("xueshi-{:032x}", functions::crypto::vault::random_bits()))
}

async fn answer_s3(State(store): State<AttachmentStore>, request: AxumRequest) -> impl IntoResponse {
    store.answer(request).await
}
