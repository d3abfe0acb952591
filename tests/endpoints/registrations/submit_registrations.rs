use domain::contract::registrations::SubmitRequest;
use domain::contract::{CreateRegistration, SubmitRegistrations};
use domain::id::UnitId;
use domain::registration::{Deviation, RegistrationForm};
use domain::review::{Stage, Status};
use tests::World;
use tests::fixtures::{chief, done, form, only, refusal, seen};

#[tokio::test]
async fn each_item_goes_to_the_unit_for_itself_and_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let (first, second) = (member.drafts("甲").await, member.drafts("乙").await);
    member.submits(&second, &unit).await;
    let request = SubmitRequest { items: vec![seen(&first), seen(&second)], unit };
    let key = world.key();
    let response = member.browser.keyed::<SubmitRegistrations>(&request, &key).await.expect("a result");
    let submitted = done(&response.results[0]);
    assert_eq!((submitted.status, submitted.stage), (Status::Pending, Some(Stage::First)));
    assert_eq!(submitted.reviewing_unit.as_deref(), Some("南宁市第一人民医院"));
    assert_eq!(refusal(&response.results[1]), Some("wrong_status"));
    let again = member.browser.keyed::<SubmitRegistrations>(&request, &key).await.expect("a repeat");
    assert_eq!(again, response);
}

#[tokio::test]
async fn a_unit_that_does_not_exist_takes_nothing() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let row = member.drafts("甲").await;
    let request = SubmitRequest { items: vec![seen(&row)], unit: UnitId::from_bits(5) };
    let refused = member.browser.call::<SubmitRegistrations>(&request).await.expect_err("no such unit");
    assert_eq!(refused.fields(), ["unit:unknown"]);
}

#[tokio::test]
async fn what_stands_out_is_noted_for_the_reviewer() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    member.submits(&member.drafts("甲").await, &unit).await;
    let greedy = RegistrationForm {
        claimed_hours: "40".to_owned(),
        remarks: "含线上课程 24 学时".to_owned(),
        start: "2018-05-08T12:00".to_owned(),
        end: "2018-05-10T00:00".to_owned(),
        ..form("乙")
    };
    let row = member.browser.call::<CreateRegistration>(&greedy).await.expect("a draft");
    let pending = member.submits(&row, &unit).await;
    let twelve = domain::hours::Hours::whole(12);
    let overlap = Deviation::Overlap { title: "甲".to_owned() };
    assert_eq!(pending.deviations, [Deviation::AboveSuggestion { suggested: twelve }, overlap]);
    let twin = member.submits(&member.drafts("甲").await, &unit).await;
    assert!(twin.deviations.contains(&Deviation::Duplicate { title: "甲".to_owned() }), "{:?}", twin.deviations);
    let alone = RegistrationForm {
        start: "2019-05-07T00:00".to_owned(),
        end: "2019-05-09T00:00".to_owned(),
        credited_year: "2019".to_owned(),
        ..form("丙")
    };
    let row = member.browser.call::<CreateRegistration>(&alone).await.expect("a draft");
    let request = SubmitRequest { items: vec![seen(&row)], unit };
    let response = member.browser.call::<SubmitRegistrations>(&request).await.expect("a result");
    assert_eq!(done(only(&response)).deviations, []);
}

#[tokio::test]
async fn a_period_outside_its_credited_year_stands_out_for_person_and_reviewer() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let typed = RegistrationForm { credited_year: "2019".to_owned(), ..form("甲") };
    let draft = member.browser.call::<CreateRegistration>(&typed).await.expect("a draft");
    let pending = member.submits(&draft, &unit).await;
    assert_eq!(pending.deviations, [Deviation::OtherYear { year: 2019 }]);
}
