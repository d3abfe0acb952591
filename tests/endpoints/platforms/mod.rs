use domain::contract::ListPlatformKeys;
use domain::contract::platforms::{ListPlatformKeysRequest, PlatformKeyRow};
use domain::id::{IdempotencyKey, UnitId};
use functions::idempotency::stored_key;
use functions::store::keys::Key;
use tests::{Browser, World};

mod create_platform_key;
mod import_completions;
mod list_platform_keys;
mod revoke_platform_key;

async fn listed(operator: &Browser<'_>) -> Vec<PlatformKeyRow> {
    operator.call::<ListPlatformKeys>(&ListPlatformKeysRequest {}).await.expect("the keys").keys
}

/// What the platform's log says that a request did to a subject.
async fn noted(world: &World, key: &IdempotencyKey, subject: &str) -> Option<String> {
    let entry: Option<serde_json::Value> =
        world.app.table.get(&Key::unit_log(&UnitId::other(), &stored_key(key), subject)).await.expect("a read");
    Some(entry?["event"].as_str()?.to_owned())
}
