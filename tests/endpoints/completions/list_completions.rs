use domain::completion::DeliveryForm;
use domain::contract::ListCompletions;
use domain::contract::completions::ListCompletionsRequest;
use tests::World;
use tests::fixtures::chief;
use tests::platform::completed;

#[tokio::test]
async fn a_year_lists_what_its_common_hours_are_the_sum_of_by_date() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let other = world.professional(2, "覃志明", chief(&unit)).await;
    let platform = world.platform(1).await;
    let on = |completion: &str, date: &str| DeliveryForm {
        completed_on: date.to_owned(),
        ..completed(completion, 1, &member.identity, "2.5")
    };
    let elsewhere = DeliveryForm { credited_year: Some(2019), ..completed("C-3", 1, &member.identity, "3") };
    let deliveries =
        vec![on("C-1", "2018-09-01"), on("C-2", "2018-03-01"), elsewhere, completed("C-4", 1, &other.identity, "4")];
    platform.deliver(deliveries).await;
    let list = member.browser.call::<ListCompletions>(&ListCompletionsRequest { year: 2018 }).await.expect("a list");
    let told: Vec<_> = list.completions.iter().map(|one| (one.completed_on.as_str(), one.hours.tenths())).collect();
    assert_eq!(told, [("2018-03-01", 25), ("2018-09-01", 25)]);
    assert_eq!(list.completions[0].platform, "第 1 学习平台");
}
