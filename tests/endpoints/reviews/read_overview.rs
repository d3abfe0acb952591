use domain::contract::overview::{Overview, ReadOverviewRequest};
use domain::contract::reviews::ApproveRequest;
use domain::contract::windows::CloseEarlyRequest;
use domain::contract::{ApproveRegistrations, CloseEarly, CreateRegistration, ReadOverview};
use domain::hours::Hours;
use domain::registration::RegistrationForm;
use tests::fixtures::{chief, department, done, form, only, seen};
use tests::{Browser, World};

async fn read(browser: &Browser<'_>) -> Overview {
    browser.call::<ReadOverview>(&ReadOverviewRequest {}).await.expect("an overview")
}

#[tokio::test]
async fn what_is_counted_is_what_there_is_by_department_and_month() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    world.professional(2, "覃志明", department(&unit, &nursing)).await;
    world.professional(3, "农建华", chief(&unit)).await;
    let of_2026 = RegistrationForm {
        start: "2026-02-01T00:00".to_owned(),
        end: "2026-02-13T00:00".to_owned(),
        claimed_hours: "90".to_owned(),
        credited_year: "2026".to_owned(),
        ..form("甲")
    };
    let draft = nurse.browser.call::<CreateRegistration>(&of_2026).await.expect("a draft");
    let pending = nurse.submits(&draft, &unit).await;
    let before = read(&of_nursing).await;
    assert_eq!((before.pending_first, before.pending_final), (1, 0));
    let approve = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    done(only(&of_nursing.call::<ApproveRegistrations>(&approve).await.expect("a result")));

    let overview = read(&of_unit).await;
    let statuses: Vec<_> = overview
        .departments
        .iter()
        .map(|one| (one.department.as_ref().map(|department| department.name.as_str()), one.people, one.fulfilled))
        .collect();
    assert_eq!(statuses, [(Some("护理部"), 2, 1), (None, 1, 0)]);
    // The clock stands in November.
    let november = overview.months[10];
    assert_eq!((november.approved, november.hours), (1, Hours::whole(90)));
    assert_eq!(overview.months.iter().map(|month| month.approved).sum::<u32>(), 1);

    // An end that is set is told at once, whatever was counted when.
    assert!(overview.closing.is_empty());
    let close = CloseEarlyRequest { year: 2026, last_day: "2026-12-01".to_owned(), version: 0 };
    of_unit.call::<CloseEarly>(&close).await.expect("closed early");
    let closing = read(&of_nursing).await.closing;
    assert!(closing[0].starts_with("2026 年度登记将于 2026-12-01 截止"), "{closing:?}");

    // What was counted is shown for ten minutes, and then counted anew.
    assert_eq!(read(&of_nursing).await, Overview { closing, ..before });
    world.app.clock.advance_seconds(10 * 60);
    let after = read(&of_nursing).await;
    assert_eq!((after.pending_first, after.departments.len(), after.departments[0].fulfilled), (0, 1, 1));
}
