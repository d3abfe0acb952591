use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::completion::DeliveryForm;
use domain::contract::CreatePlatformKey;
use domain::contract::completions::DeliveryOutcome;
use domain::contract::platforms::{CreatePlatformKeyRequest, CreatedPlatformKey};
use domain::id::PlatformId;
use functions::store::table::Item;
use tests::World;
use tests::fixtures::identity;
use tests::platform::{Machine, completed};

use super::{listed, noted};

fn new(name: &str) -> CreatePlatformKeyRequest {
    CreatePlatformKeyRequest { platform: None, platform_name: name.to_owned() }
}

fn another(platform: &PlatformId) -> CreatePlatformKeyRequest {
    CreatePlatformKeyRequest { platform: Some(platform.clone()), platform_name: String::new() }
}

fn machine<'w>(world: &'w World, created: &CreatedPlatformKey) -> Machine<'w> {
    Machine {
        world,
        id: created.key.platform.clone(),
        key: created.key.id.clone(),
        secret: created.secret.parse().expect("a secret"),
    }
}

fn delivery(completion: &str, revision: u32) -> DeliveryForm {
    completed(completion, revision, &identity(1), "8")
}

#[tokio::test]
async fn a_new_key_signs_at_once_and_a_second_one_is_the_same_platforms() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let first = operator.call::<CreatePlatformKey>(&new(" 广西公需科目学习平台 ")).await.expect("a key");
    let bytes = STANDARD.decode(first.secret.strip_prefix("whsec_").expect("as Standard Webhooks spells secrets"));
    assert_eq!((bytes.expect("base 64").len(), first.key.enabled), (32, true));
    assert_eq!((&*first.key.platform_name, &*first.key.created_by), ("广西公需科目学习平台", "黄锋"));
    let outcome = machine(&world, &first).delivers(delivery("C-1", 1)).await;
    assert_eq!(outcome, DeliveryOutcome::Applied);

    let second = operator.call::<CreatePlatformKey>(&another(&first.key.platform)).await.expect("a second key");
    assert_eq!((&second.key.platform, &second.key.platform_name), (&first.key.platform, &first.key.platform_name));
    assert!(second.secret != first.secret && second.key.id != first.key.id);
    // The same completion by either key: it is one platform.
    assert_eq!(machine(&world, &second).delivers(delivery("C-1", 1)).await, DeliveryOutcome::Repeated);
    let other = operator.call::<CreatePlatformKey>(&new("继续教育在线")).await.expect("another platform");
    assert_eq!(machine(&world, &other).delivers(delivery("C-1", 1)).await, DeliveryOutcome::Applied);
    assert_eq!(listed(&operator).await.len(), 3);
}

#[tokio::test]
async fn a_repeat_gets_the_same_key_and_no_other() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let (key, request) = (world.key(), new("广西公需科目学习平台"));
    let first = operator.keyed::<CreatePlatformKey>(&request, &key).await.expect("a key");
    let again = operator.keyed::<CreatePlatformKey>(&request, &key).await.expect("a repeat");
    assert!(first == again, "the answer may have been lost");
    assert_eq!(noted(&world, &key, first.key.id.as_str()).await.as_deref(), Some("platform_key_created"));
    assert_eq!(listed(&operator).await.len(), 1);
    let reused = operator.keyed::<CreatePlatformKey>(&new("继续教育在线"), &key).await.err().expect("another content");
    assert_eq!(reused.code(), "idempotency_key_reused");
}

#[tokio::test]
async fn two_at_once_are_both_listed() {
    let world = World::new().await;
    let one = world.operator("huang.feng").await.browser;
    let other = world.operator("lu.xiaoting").await.browser;
    let (left, right) = (new("甲平台"), new("乙平台"));
    let (left, right) = tokio::join!(one.call::<CreatePlatformKey>(&left), other.call::<CreatePlatformKey>(&right));
    assert!(left.is_ok() && right.is_ok());
    assert_eq!(listed(&one).await.len(), 2);
}

#[tokio::test]
async fn every_mistake_is_told() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    operator.call::<CreatePlatformKey>(&new("广西公需科目学习平台")).await.expect("a key");
    for (request, expected) in [
        (new(" "), "platform_name:required"),
        (new(&"长".repeat(51)), "platform_name:too_long"),
        (new("广西公需科目学习平台"), "platform_name:taken"),
        (another(&PlatformId::from_bits(99)), "platform:unknown"),
    ] {
        let refused = operator.call::<CreatePlatformKey>(&request).await.err().expect("a mistake");
        assert_eq!(refused.fields(), [expected]);
    }
    assert_eq!(listed(&operator).await.len(), 1);
}

#[tokio::test]
async fn a_secret_is_not_readable_in_the_table() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let created = operator.call::<CreatePlatformKey>(&new("广西公需科目学习平台")).await.expect("a key");
    let client = local::engine::client(&world.engine);
    let items: Vec<Item> = client.scan().table_name("xueshi").send().await.expect("a scan").items.unwrap_or_default();
    let raw = format!("{items:?}");
    assert!(raw.contains("encrypted_secret"), "the scan sees the key");
    assert!(!raw.contains(&created.secret));
}
