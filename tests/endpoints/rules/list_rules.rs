use domain::contract::ListRules;
use domain::contract::rules::ListRulesRequest;
use tests::World;
use tests::rules::next_year;

#[tokio::test]
async fn every_version_is_listed_with_its_day_and_who_published_it() {
    let world = World::new().await;
    world.publishes(&next_year()).await;
    let listed = async |login: &str| {
        let operator = world.operator(login).await.browser;
        let versions = operator.call::<ListRules>(&ListRulesRequest {}).await.expect("the versions").versions;
        versions
            .into_iter()
            .map(|one| (one.version, one.effective_from, one.published_by, one.in_force))
            .collect::<Vec<_>>()
    };
    let line = |version, from: &str, by: &str, in_force| (version, from.to_owned(), by.to_owned(), in_force);
    let (first, second) = (line(1, "2016-01-01", "", true), "黄锋（平台管理员）");
    assert_eq!(listed("lu.xiaoting").await, [line(2, "2027-01-01", second, false), first]);
    world.until_next_year();
    let later = listed("nong.jianhua").await;
    assert_eq!(later[0], line(2, "2027-01-01", second, true));
    assert!(!later[1].3);
}
