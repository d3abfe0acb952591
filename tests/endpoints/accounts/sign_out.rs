use domain::contract::accounts::{ReadSessionRequest, SignOutRequest};
use domain::contract::{ReadSession, SignOut};
use tests::World;
use tests::fixtures::chief;

#[tokio::test]
async fn a_session_ends_for_whoever_kept_its_token() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let thief = member.browser.clone();
    let mut browser = member.browser.clone();
    browser.signing::<SignOut>(&SignOutRequest {}).await.expect("signed out");
    assert_eq!(browser.cookie, None, "the browser is told to forget the cookie");
    let refused = thief.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("the session is over");
    assert_eq!(refused.code(), "session_ended");
}
