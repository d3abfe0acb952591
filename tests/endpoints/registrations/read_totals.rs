use domain::contract::registrations::ReadTotalsRequest;
use domain::contract::reviews::ApproveRequest;
use domain::contract::{ApproveRegistrations, ReadTotals};
use domain::hours::{Hours, parse_date};
use domain::permission::Role;
use domain::timestamp::Timestamp;
use domain::totals::Totals;
use domain::window::RegistrationWindow;
use functions::store::windows::PlatformWindows;
use tests::World;
use tests::fixtures::{chief, identity, seen};

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

/// 学时登记 says it calmly: in the last two weeks of an open year, by the calendar in Shanghai, over a new year too.
#[tokio::test]
async fn a_year_that_ends_within_two_weeks_is_told_with_the_days_that_are_left() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    world.professional(1, "韦丽琳", chief(&unit)).await;
    let midnight = |date: &str| Timestamp::midnight(parse_date(date).expect("a date"));
    let window =
        RegistrationWindow { year: 2026, opens_at: midnight("2026-01-01"), closes_at: Some(midnight("2027-01-05")) };
    let windows = PlatformWindows { version: 1, windows: vec![window] };
    world.app.table.transact(vec![windows.put().expect("an item")]).await.expect("a window");
    let account = world.account(Role::Professional, "韦丽琳", &identity(1), None);
    for (instant, before, expected) in [
        ("2026-12-22", 1, ""),
        ("2026-12-22", 0, "2026 年度登记将于 2027-01-04 截止，还有 13 天"),
        ("2027-01-01", 1, "2026 年度登记将于 2027-01-04 截止，还有 4 天"),
        ("2027-01-01", 0, "2026 年度登记将于 2027-01-04 截止，还有 3 天"),
        ("2027-01-05", 1, "2026 年度登记将于 2027-01-04 截止，今天是最后一天"),
        ("2027-01-05", 0, ""),
    ] {
        let until = midnight(instant).milliseconds() - before - world.app.clock.now().milliseconds();
        world.app.clock.advance_milliseconds(until);
        let browser = world.signed_in(&account).await;
        let totals = browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
        assert_eq!(totals.closing.join(" "), expected, "{before} ms before {instant}");
    }
}
