use domain::contract::registrations::ReadTotalsRequest;
use domain::contract::reviews::ApproveRequest;
use domain::contract::{ApproveRegistrations, ReadTotals};
use domain::hours::Hours;
use domain::id::UnitId;
use domain::review::{Stage, Status};
use tests::World;
use tests::fixtures::{Member, chief, department, done, only, refusal, seen};

fn approve(rows: &[&domain::contract::registrations::RegistrationRow]) -> ApproveRequest {
    let items = rows.iter().map(|row| seen(row)).collect();
    ApproveRequest { items, approved_hours: String::new(), reason: String::new() }
}

async fn specialty_2018(member: &Member<'_>) -> Hours {
    let totals = member.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    totals.years.iter().find(|year| year.year == 2018).map(|year| year.totals.specialty).unwrap_or_default()
}

async fn hospital(world: &World) -> UnitId {
    world.unit(1, "南宁市第一人民医院", false).await
}

#[tokio::test]
async fn lower_hours_with_a_reason_count_and_once_only() {
    let world = World::new().await;
    let unit = hospital(&world).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let lower = ApproveRequest { approved_hours: "12.5".to_owned(), ..approve(&[&pending]) };
    let response = administrator.call::<ApproveRegistrations>(&lower).await.expect("a result");
    assert_eq!(refusal(only(&response)), Some("reason_missing"));
    let lower = ApproveRequest { reason: "证书只载明 12.5 学时".to_owned(), ..lower };
    let key = world.key();
    let response = administrator.keyed::<ApproveRegistrations>(&lower, &key).await.expect("a result");
    let row = done(only(&response));
    assert_eq!((row.status, row.approved_hours), (Status::Approved, Some(Hours::from_tenths(125))));
    assert_eq!(row.opinion.as_deref(), Some("证书只载明 12.5 学时"));
    let again = administrator.keyed::<ApproveRegistrations>(&lower, &key).await.expect("a repeat");
    assert_eq!(again, response);
    assert_eq!(specialty_2018(&member).await, Hours::from_tenths(125));
}

#[tokio::test]
async fn hours_above_the_claim_or_no_hours_are_refused() {
    let world = World::new().await;
    let unit = hospital(&world).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let above = ApproveRequest { approved_hours: "16.1".to_owned(), ..approve(&[&pending]) };
    let response = administrator.call::<ApproveRegistrations>(&above).await.expect("a result");
    assert_eq!(refusal(only(&response)), Some("above_claim"));
    let none = ApproveRequest { approved_hours: "0".to_owned(), ..approve(&[&pending]) };
    let refused = administrator.call::<ApproveRegistrations>(&none).await.expect_err("no hours");
    assert_eq!(refused.fields(), ["approved_hours:out_of_range"]);
    assert_eq!(specialty_2018(&member).await, Hours::ZERO);
}

#[tokio::test]
async fn with_final_review_the_chief_has_the_last_word() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", true).await;
    let nursing = world.department(&unit, "护理部").await;
    let member = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_department = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let first = of_department.call::<ApproveRegistrations>(&approve(&[&pending])).await.expect("a result");
    let passed = done(only(&first));
    assert_eq!((passed.status, passed.stage), (Status::Pending, Some(Stage::Final)));
    assert_eq!(specialty_2018(&member).await, Hours::ZERO);
    let again = of_department.call::<ApproveRegistrations>(&approve(&[&passed])).await.expect("a result");
    assert_eq!(refusal(only(&again)), Some("chief_only"));
    let last = of_unit.call::<ApproveRegistrations>(&approve(&[&passed])).await.expect("a result");
    assert_eq!(done(only(&last)).status, Status::Approved);
    assert_eq!(specialty_2018(&member).await, Hours::whole(16));
}

#[tokio::test]
async fn hours_that_the_first_stage_lowered_are_what_the_final_one_sees_and_grants() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", true).await;
    let nursing = world.department(&unit, "护理部").await;
    let member = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_department = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let lower = ApproveRequest {
        approved_hours: "12.5".to_owned(),
        reason: "按参考学时核定".to_owned(),
        ..approve(&[&pending])
    };
    let passed = done(only(&of_department.call::<ApproveRegistrations>(&lower).await.expect("a result")));
    assert_eq!((passed.claimed_hours, passed.proposed_hours), (Hours::whole(16), Some(Hours::from_tenths(125))));
    assert_eq!(passed.approved_hours, None);
    let last = of_unit.call::<ApproveRegistrations>(&approve(&[&passed])).await.expect("a result");
    let approved = done(only(&last));
    assert_eq!((approved.approved_hours, approved.proposed_hours), (Some(Hours::from_tenths(125)), None));
    assert_eq!(approved.opinion.as_deref(), Some("按参考学时核定"));
    assert_eq!(specialty_2018(&member).await, Hours::from_tenths(125));
}

#[tokio::test]
async fn nobody_decides_their_own() {
    let world = World::new().await;
    let unit = hospital(&world).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let herself = world.administrator(1, "韦丽琳", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let response = herself.call::<ApproveRegistrations>(&approve(&[&pending])).await.expect("a result");
    assert_eq!(refusal(only(&response)), Some("own_registration"));
}

#[tokio::test]
async fn in_a_batch_of_thirty_one_lost_race_is_told_and_the_others_count() {
    let world = World::new().await;
    let unit = hospital(&world).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let administrator = world.administrator(9, "黄锋", chief(&unit)).await;
    let mut rows = Vec::new();
    for n in 0..30 {
        rows.push(member.submits(&member.drafts(&format!("培训 {n}")).await, &unit).await);
    }
    let withdraw = tests::fixtures::batch(&[&rows[17]]);
    member.browser.call::<domain::contract::WithdrawRegistrations>(&withdraw).await.expect("withdrawn");
    let all: Vec<_> = rows.iter().collect();
    let response = administrator.call::<ApproveRegistrations>(&approve(&all)).await.expect("a result");
    for (position, result) in response.results.iter().enumerate() {
        // The withdrawn one lies at home again, in the same unit: the reviewer may know what became of it.
        let expected = (position == 17).then_some("wrong_status");
        assert_eq!(refusal(result), expected, "item {position}");
    }
    assert_eq!(specialty_2018(&member).await, Hours::whole(29 * 16));
}
