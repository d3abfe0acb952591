use domain::contract::DeliverCompletions;
use domain::contract::completions::DeliverCompletionsRequest;
use domain::contract::platforms::PlatformKeyRow;
use domain::id::PlatformKeyId;
use domain::limits::SIGNATURE_SECONDS_MAX;
use domain::timestamp::Timestamp;
use functions::crypto::webhooks::WebhookSecret;
use tests::World;
use tests::browser::send;
use tests::fixtures::identity;
use tests::platform::{Machine, completed};
use tests::world::NOW;

use super::listed;

/// Knocks with a request whose signature is of another time, by so many seconds. Tells what it cost to turn it away.
async fn knocks(machine: &Machine<'_>, seconds_off: i64) -> f64 {
    let request = DeliverCompletionsRequest { deliveries: vec![completed("C-1", 1, &identity(1), "8")] };
    let body = serde_json::to_vec(&request).expect("JSON");
    let at = machine.world.app.clock.now().seconds() - seconds_off;
    let call = send::<DeliverCompletions>(machine.world, machine.request(body, at)).await;
    assert_eq!(call.result.err().map(|refused| refused.status.as_u16()), Some(401));
    call.usage.write_units()
}

fn failed_at(rows: &[PlatformKeyRow], key: &PlatformKeyId) -> Option<Timestamp> {
    rows.iter().find(|row| row.id == *key).expect("the key").last_failure_at
}

#[tokio::test]
async fn keys_are_listed_by_platform_with_what_they_brought() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    assert!(listed(&operator).await.is_empty());
    let second = world.platform(2).await;
    let first = world.platform(1).await;
    first.deliver(vec![completed("C-1", 1, &identity(1), "8"), completed("C-2", 0, &identity(1), "八")]).await;
    world.app.clock.advance_seconds(30);
    first.deliver(vec![completed("C-1", 1, &identity(1), "8")]).await;
    let rows = listed(&operator).await;
    let names: Vec<&str> = rows.iter().map(|row| &*row.platform_name).collect();
    assert_eq!(names, ["第 1 学习平台", "第 2 学习平台"]);
    let used = &rows[0];
    assert_eq!((&used.id, used.delivered, used.refused), (&first.key, 3, 1));
    assert_eq!((used.last_delivery_at, used.last_failure_at), (Some(NOW.plus_seconds(30)), None));
    let unused = &rows[1];
    assert_eq!((&unused.id, unused.delivered, unused.last_delivery_at), (&second.key, 0, None));
}

#[tokio::test]
async fn who_is_turned_away_is_noted_once_a_minute() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let platform = world.platform(1).await;
    let stranger = Machine { secret: WebhookSecret::fresh(), ..platform.clone() };
    assert_eq!(knocks(&stranger, 0).await, 1.0, "the note");
    assert_eq!(failed_at(&listed(&operator).await, &platform.key), Some(NOW));
    world.app.clock.advance_seconds(59);
    assert_eq!(knocks(&stranger, 0).await, 0.0);
    assert_eq!(knocks(&platform, SIGNATURE_SECONDS_MAX + 1).await, 0.0);
    assert_eq!(failed_at(&listed(&operator).await, &platform.key), Some(NOW));
    world.app.clock.advance_seconds(1);
    assert_eq!(knocks(&platform, SIGNATURE_SECONDS_MAX + 1).await, 1.0, "a wrong time is a failure as well");
    assert_eq!(failed_at(&listed(&operator).await, &platform.key), Some(NOW.plus_seconds(60)));
    let unknown = Machine { key: PlatformKeyId::from_bits(99), ..platform.clone() };
    assert_eq!(knocks(&unknown, 0).await, 0.0, "nobody's failure is noted nowhere");
    // What was delivered before and after counts all the same.
    platform.delivers(completed("C-1", 1, &identity(1), "8")).await;
    let rows = listed(&operator).await;
    assert_eq!((rows[0].delivered, rows[0].last_failure_at), (1, Some(NOW.plus_seconds(60))));
}
