use domain::contract::registrations::ReadTotalsRequest;
use domain::contract::reviews::ApproveRequest;
use domain::contract::{ApproveRegistrations, ReadTotals};
use domain::hours::Hours;
use domain::totals::Totals;
use tests::World;
use tests::fixtures::{chief, seen};

#[tokio::test]
async fn the_current_year_is_there_from_the_start_and_others_follow_the_hours() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let totals = member.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    assert_eq!(
        totals.years.iter().map(|year| (year.year, year.totals)).collect::<Vec<_>>(),
        [(2026, Totals::default())]
    );
    assert_eq!(totals.years[0].requirement.as_ref().map(|needed| needed.total), Some(Hours::whole(90)));

    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let approve = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    administrator.call::<ApproveRegistrations>(&approve).await.expect("a result");
    let totals = member.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    let years: Vec<_> =
        totals.years.iter().map(|year| (year.year, year.totals.specialty, year.totals.total())).collect();
    assert_eq!(years, [(2026, Hours::whole(0), Hours::whole(0)), (2018, Hours::whole(16), Hours::whole(16))]);
}
