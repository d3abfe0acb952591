use domain::contract::audit::{CityLoad, DayLoad, Load, ReadLoadRequest};
use domain::contract::registrations::RegistrationRow;
use domain::contract::reviews::{ApproveRequest, RejectRequest};
use domain::contract::{ApproveRegistrations, ReadLoad, RejectRegistrations, UndoDecisions, WithdrawRegistrations};
use domain::id::UnitId;
use domain::region::Region;
use functions::store::load;
use functions::store::units::Unit;
use tests::fixtures::{batch, chief, done, only, seen};
use tests::{Browser, World};

const HOUR: i64 = 3_600;

async fn approve(browser: &Browser<'_>, row: &RegistrationRow) -> RegistrationRow {
    let request = ApproveRequest { items: vec![seen(row)], approved_hours: String::new(), reason: String::new() };
    done(only(&browser.call::<ApproveRegistrations>(&request).await.expect("a result")))
}

async fn read(operator: &Browser<'_>, month: &str) -> Load {
    operator.call::<ReadLoad>(&ReadLoadRequest { month: month.to_owned() }).await.expect("a month")
}

#[tokio::test]
async fn a_month_shows_what_was_counted_by_day_and_city() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let desk = Unit::other();
    world.app.table.transact(vec![desk.put().expect("an item")]).await.expect("a unit");
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let chief_of_unit = world.appointed(9, "黄锋", chief(&unit)).await;
    let operator = world.operator("huang.feng").await.browser;
    assert_eq!(read(&operator, "2026-11").await, Load { counted_at: None, days: Vec::new() });

    // The first day, 20 November, 10:00: four submissions, one of which is withdrawn and one goes elsewhere.
    let mut pending = Vec::new();
    for title in ["甲", "乙", "丙"] {
        pending.push(member.submits(&member.drafts(title).await, &unit).await);
    }
    let [first, second, third] = pending.as_slice() else { panic!("three of them") };
    let elsewhere = member.submits(&member.drafts("丁").await, &UnitId::other()).await;
    member.browser.call::<WithdrawRegistrations>(&batch(&[third])).await.expect("a result");
    // 2.5 hours later one is approved, taken back, and approved an hour after that.
    world.app.clock.advance_seconds(2 * HOUR + HOUR / 2);
    let of_unit = world.signed_in(&chief_of_unit).await;
    let approved = approve(&of_unit, first).await;
    world.app.clock.advance_seconds(60);
    let undone = done(only(&of_unit.call::<UndoDecisions>(&batch(&[&approved])).await.expect("a result")));
    world.app.clock.advance_seconds(HOUR);
    approve(&of_unit, &undone).await;
    // The next day, 21.5 hours after its submission, another one is rejected, and the one elsewhere is approved.
    world.app.clock.advance_seconds(18 * HOUR - 60);
    let of_unit = world.signed_in(&chief_of_unit).await;
    let of_desk = world.administrator(10, "梁燕", chief(&UnitId::other())).await;
    let reject = RejectRequest { items: vec![seen(second)], opinion: "材料不全".to_owned() };
    of_unit.call::<RejectRegistrations>(&reject).await.expect("a result");
    approve(&of_desk, &elsewhere).await;

    let now = world.app.clock.now();
    let report = world.audited("", Some(now));
    assert_eq!(report.findings, []);
    load::keep(&world.app, &report.load, now).await.expect("stored");

    let operator = world.operator("lu.xiaoting").await.browser;
    let nanning = Region::parse("450100");
    let city =
        |city, submitted, decided, waited_hours_median| CityLoad { city, submitted, decided, waited_hours_median };
    let days = vec![
        DayLoad { day: "2026-11-20".to_owned(), cities: vec![city(nanning, 3, 1, Some(4)), city(None, 1, 0, None)] },
        DayLoad {
            day: "2026-11-21".to_owned(),
            cities: vec![city(nanning, 0, 1, Some(22)), city(None, 0, 1, Some(22))],
        },
    ];
    assert_eq!(read(&operator, "2026-11").await, Load { counted_at: Some(now), days });
    assert_eq!(read(&operator, "2026-10").await, Load { counted_at: Some(now), days: Vec::new() });
    assert_eq!(read(&operator, "2025-01").await, Load { counted_at: None, days: Vec::new() });
}

#[tokio::test]
async fn a_month_that_is_none_is_told_at_its_field() {
    let world = World::new().await;
    let operator = world.operator("huang.feng").await.browser;
    for month in ["", "2026", "2026-13", "2026-1", "November"] {
        let refused = operator.call::<ReadLoad>(&ReadLoadRequest { month: month.to_owned() }).await;
        assert_eq!(refused.expect_err("no month").fields(), ["month:not_a_month"], "{month}");
    }
}
