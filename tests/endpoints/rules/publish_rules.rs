use domain::category::CategoryTable;
use domain::contract::registrations::{ReadRegistrationRequest, ReadTotalsRequest};
use domain::contract::rules::PublishRulesRequest;
use domain::contract::{CreateRegistration, PublishRules, ReadRegistration, ReadTotals};
use domain::hours::Hours;
use domain::registration::RegistrationForm;
use serde_json::json;
use tests::World;
use tests::fixtures::{chief, form};
use tests::rules::{EXHIBITION, next_year, publication};

#[tokio::test]
async fn claims_are_made_under_it_from_its_day_on_and_earlier_ones_keep_theirs() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await;
    let earlier = nurse.drafts("甲").await;
    world.publishes(&next_year()).await;
    let exhibition = RegistrationForm { subcategory: EXHIBITION.to_owned(), ..form("乙") };
    let refused = nurse.browser.call::<CreateRegistration>(&exhibition).await.expect_err("it is not known yet");
    assert_eq!(refused.fields(), ["subcategory:unknown"]);

    world.until_next_year();
    let nurse = world.professional(1_001, "韦丽琳", chief(&unit)).await;
    let claimed = nurse.browser.call::<CreateRegistration>(&exhibition).await.expect("it is known now");
    let version = async |browser: &tests::Browser<'_>, id| {
        browser.call::<ReadRegistration>(&ReadRegistrationRequest { id }).await.expect("a registration").rules_version
    };
    assert_eq!(version(&nurse.browser, claimed.id).await, 2);
    let reviewer = world.administrator(9, "黄锋", chief(&unit)).await;
    assert_eq!(version(&reviewer, earlier.id).await, 1);
    // The first subcategory is not offered any more.
    let refused = nurse.browser.call::<CreateRegistration>(&form("丙")).await.expect_err("it is retired");
    assert_eq!(refused.fields(), ["subcategory:retired"]);
}

#[tokio::test]
async fn a_year_to_come_may_ask_for_more() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    world.publishes(&next_year()).await;
    world.until_next_year();
    let nurse = world.professional(1, "韦丽琳", chief(&unit)).await;
    let totals = nurse.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    assert_eq!(totals.years[0].year, 2027);
    assert_eq!(totals.years[0].requirement.as_ref().map(|needed| needed.total), Some(Hours::whole(100)));
}

#[tokio::test]
async fn what_is_wrong_with_a_table_is_told_and_nothing_is_published() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    let publish = async |table: String| {
        let refused =
            operator.call::<PublishRules>(&PublishRulesRequest { after: 1, table }).await.expect_err("refused");
        assert_eq!(refused.fields(), ["table:no_table"]);
        refused.body.fields.at("table").expect("the mistake").message.to_string()
    };
    assert!(publish("甲".to_owned()).await.contains("不是 JSON"));
    assert!(publish("[]".to_owned()).await.contains("不是 JSON 对象"));
    assert!(publish(" ".repeat(domain::limits::RULES_BYTES_MAX + 1)).await.contains("最多"));
    let mut begun = next_year();
    begun["effective_from"] = json!("2026-11-20");
    begun["requirement"][0]["total"] = json!(80);
    let told = publish(begun.to_string()).await;
    assert!(told.contains("须晚于今天 2026-11-20") && told.contains("2026 年度已经开始"), "{told}");
    let mut forgetful = next_year();
    forgetful["categories"].as_array_mut().expect("a list").pop();
    assert!(publish(forgetful.to_string()).await.contains("不能删去"));
}

#[tokio::test]
async fn of_two_versions_for_one_number_one_is_published_and_a_repeat_publishes_nothing_twice() {
    let world = World::new().await;
    let (one, other) = (world.operator("huang.feng").await.browser, world.operator("lu.xiaoting").await.browser);
    let key = world.key();
    let request = publication(&next_year());
    let published = one.keyed::<PublishRules>(&request, &key).await.expect("published");
    assert_eq!(published.versions[0].version, 2);
    assert_eq!(one.keyed::<PublishRules>(&request, &key).await.expect("the same answer"), published);
    let late = other.call::<PublishRules>(&request).await.expect_err("somebody was quicker");
    assert_eq!(late.code(), "changed_meanwhile");
    let mut third = next_year();
    third["effective_from"] = json!("2028-01-01");
    let third = PublishRulesRequest { after: 2, table: third.to_string() };
    assert_eq!(other.call::<PublishRules>(&third).await.expect("published").versions.len(), 3);
    assert_eq!(CategoryTable::built_in().version, 1);
}
