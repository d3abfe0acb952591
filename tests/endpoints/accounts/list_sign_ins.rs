use domain::contract::accounts::{ListSignInsRequest, SignInRequest, SignInState, SignOutRequest};
use domain::contract::{ListSignIns, SignIn, SignOut};
use domain::permission::Role;
use http::header;
use tests::World;
use tests::browser::send;
use tests::fixtures::{PASSWORD, chief};

#[tokio::test]
async fn sign_ins_stay_on_record_with_their_device_and_their_end() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    world.app.clock.advance_seconds(60);
    let sign_in = SignInRequest {
        role: Role::Professional,
        login: member.identity.expose().to_owned(),
        password: PASSWORD.to_owned(),
    };
    let mut request = member.browser.request::<SignIn>(&sign_in, &world.key());
    let phone = "Mozilla/5.0 (Linux; Android 12) Chrome/107.0 Mobile MicroMessenger/8.0.49";
    request.headers_mut().insert(header::USER_AGENT, phone.parse().expect("ASCII"));
    let call = send::<SignIn>(&world, request).await;
    call.result.expect("signed in");
    let mut phone = member.browser.clone();
    phone.keep(&call.cookies);

    let list = member.browser.call::<ListSignIns>(&ListSignInsRequest {}).await.expect("a list");
    let told: Vec<_> = list.sign_ins.iter().map(|one| (one.device.as_str(), one.standing)).collect();
    assert_eq!(
        told,
        [("Android · 微信", SignInState::Elsewhere), ("Linux · Chrome", SignInState::Here)],
        "the newest first"
    );
    phone.signing::<SignOut>(&SignOutRequest {}).await.expect("signed out");
    let list = member.browser.call::<ListSignIns>(&ListSignInsRequest {}).await.expect("a list");
    assert_eq!(list.sign_ins[0].standing, SignInState::Ended);
}
