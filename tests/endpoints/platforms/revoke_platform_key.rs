use domain::contract::completions::DeliverCompletionsRequest;
use domain::contract::platforms::{CreatePlatformKeyRequest, RevokePlatformKeyRequest};
use domain::contract::{CreatePlatformKey, RevokePlatformKey};
use domain::id::PlatformKeyId;
use tests::World;
use tests::fixtures::identity;
use tests::platform::{Machine, completed};
use tests::world::NOW;

use super::{listed, noted};

async fn answer(platform: &Machine<'_>) -> Option<String> {
    let request = DeliverCompletionsRequest { deliveries: vec![completed("C-1", 1, &identity(1), "8")] };
    platform.measured(&request).await.result.err().map(|refused| refused.code().to_owned())
}

#[tokio::test]
async fn a_revoked_key_opens_nothing_from_then_on_and_its_platforms_other_key_does() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let platform = world.platform(1).await;
    let request = CreatePlatformKeyRequest { platform: Some(platform.id.clone()), platform_name: String::new() };
    let second = operator.call::<CreatePlatformKey>(&request).await.expect("a second key");
    let successor =
        Machine { key: second.key.id.clone(), secret: second.secret.parse().expect("a secret"), ..platform.clone() };
    assert_eq!(answer(&platform).await, None);

    let (key, request) = (world.key(), RevokePlatformKeyRequest { id: platform.key.clone() });
    let rows = operator.keyed::<RevokePlatformKey>(&request, &key).await.expect("revoked").keys;
    let enabled = |rows: &[domain::contract::platforms::PlatformKeyRow]| -> Vec<PlatformKeyId> {
        rows.iter().filter(|row| row.enabled).map(|row| row.id.clone()).collect()
    };
    assert_eq!((rows.len(), enabled(&rows)), (2, vec![second.key.id.clone()]));
    assert_eq!(noted(&world, &key, platform.key.as_str()).await.as_deref(), Some("platform_key_revoked"));
    assert_eq!(answer(&platform).await.as_deref(), Some("wrong_signature"));
    assert_eq!(answer(&successor).await, None);
    let revoked = listed(&operator).await.into_iter().find(|row| row.id == platform.key).expect("still listed");
    // What it brought is on record, and that somebody still uses it.
    assert_eq!((revoked.delivered, revoked.last_failure_at), (1, Some(NOW)));

    let again = operator.keyed::<RevokePlatformKey>(&request, &key).await.expect("a repeat").keys;
    assert_eq!(enabled(&again), std::slice::from_ref(&second.key.id));
    let once_more = operator.call::<RevokePlatformKey>(&request).await.expect("what is revoked stays revoked").keys;
    assert_eq!(enabled(&once_more), [second.key.id]);
}

#[tokio::test]
async fn a_key_that_is_not_listed_is_not_there() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    world.platform(1).await;
    let request = RevokePlatformKeyRequest { id: PlatformKeyId::from_bits(99) };
    let refused = operator.call::<RevokePlatformKey>(&request).await.expect_err("no such key");
    assert_eq!((refused.status.as_u16(), refused.code()), (404, "not_found"));
}
