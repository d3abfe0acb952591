use domain::contract::ReadSession;
use domain::contract::accounts::ReadSessionRequest;
use functions::store::accounts::{IDLE_SECONDS, SESSION_SECONDS};
use tests::World;
use tests::fixtures::{chief, department};

#[tokio::test]
async fn it_tells_who_and_where() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let administrator = world.administrator(1, "黄锋", department(&unit, &nursing)).await;
    let session = administrator.call::<ReadSession>(&ReadSessionRequest {}).await.expect("a session");
    assert_eq!(session.department.expect("a department administrator").name, "护理部");
    assert_eq!(session.unit.name, "南宁市第一人民医院");
    assert_eq!(session.person, None);
    assert_eq!(session.now, tests::world::NOW);
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_and_when_it_is_old() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let idle = world.professional(1, "韦丽琳", chief(&unit)).await.browser;
    let busy = world.professional(2, "黄锋", chief(&unit)).await.browser;
    let mut elapsed = 0;
    while elapsed < SESSION_SECONDS - IDLE_SECONDS / 2 {
        busy.call::<ReadSession>(&ReadSessionRequest {}).await.expect("used in time");
        world.app.clock.advance_seconds(IDLE_SECONDS / 2);
        elapsed += IDLE_SECONDS / 2;
    }
    let refused = idle.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("long idle");
    assert_eq!(refused.code(), "session_ended");
    busy.call::<ReadSession>(&ReadSessionRequest {}).await.expect("used in time");
    world.app.clock.advance_seconds(IDLE_SECONDS / 2);
    let refused = busy.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("too old, however used");
    assert_eq!(refused.code(), "session_ended");
}
