use domain::contract::accounts::ReadSessionRequest;
use domain::contract::unit_management::AdministratorRequest;
use domain::contract::{CreateAdministrator, DeleteAdministrator, ReadSession};
use tests::World;
use tests::fixtures::{chief, identity};

use super::{all, form};

#[tokio::test]
async fn who_is_deleted_is_out_at_once_and_stays_out_when_appointed_again() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.unit_account(1, &unit).await;
    world.administrator(8, "陆晓婷", chief(&unit)).await;
    let browser = world.administrator(9, "黄锋", chief(&unit)).await;
    browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect("a session");
    let row = all(&of_unit).await.into_iter().find(|row| row.name == "黄锋").expect("the administrator");
    let key = world.key();
    let request = AdministratorRequest { id: row.id, version: row.version };
    of_unit.keyed::<DeleteAdministrator>(&request, &key).await.expect("the event");
    of_unit.keyed::<DeleteAdministrator>(&request, &key).await.expect("a repeat");
    let ended = browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("no session");
    assert_eq!(ended.code(), "session_ended");

    of_unit.call::<CreateAdministrator>(&form(9, "黄锋", None)).await.expect("appointed again");
    let ended = browser.call::<ReadSession>(&ReadSessionRequest {}).await.expect_err("an old session");
    assert_eq!(ended.code(), "session_ended");
    assert!(all(&of_unit).await.iter().any(|row| row.identity_masked == identity(9).masked()));
}

#[tokio::test]
async fn the_last_chief_stays_and_a_department_is_none() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let of_unit = world.unit_account(1, &unit).await;
    of_unit.call::<CreateAdministrator>(&form(8, "陆晓婷", Some(nursing))).await.expect("an administrator");
    let last = of_unit.call::<CreateAdministrator>(&form(9, "黄锋", None)).await.expect("a chief");
    let request = AdministratorRequest { id: last.id, version: last.version };
    let refused = of_unit.call::<DeleteAdministrator>(&request).await.expect_err("the last chief");
    assert_eq!(refused.code(), "last_chief");
    of_unit.call::<CreateAdministrator>(&form(10, "农建华", None)).await.expect("another chief");
    of_unit.call::<DeleteAdministrator>(&request).await.expect("one is left");
    let stale = AdministratorRequest { version: 7, ..request };
    assert_eq!(of_unit.call::<DeleteAdministrator>(&stale).await.expect_err("gone").code(), "not_found");
}

/// Two open pages, two chiefs, one click each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_remove_the_last_two_chiefs_at_once_one_is_refused() {
    let world = World::new().await;
    for round in 0..20 {
        let unit = world.unit(10 + round, "南宁市第一人民医院", false).await;
        let of_unit = world.unit_account(10 + round, &unit).await;
        let mut requests = Vec::new();
        for n in [0, 1] {
            let row =
                of_unit.call::<CreateAdministrator>(&form(100 + 2 * round + n, "黄锋", None)).await.expect("a chief");
            requests.push(AdministratorRequest { id: row.id, version: row.version });
        }
        let (one, other) = tokio::join!(
            of_unit.call::<DeleteAdministrator>(&requests[0]),
            of_unit.call::<DeleteAdministrator>(&requests[1])
        );
        let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
        assert_eq!(refused.iter().map(|refused| refused.code()).collect::<Vec<_>>(), ["last_chief"]);
        assert_eq!(all(&of_unit).await.len(), 1);
    }
}
