use domain::contract::registrations::{CreateUnitRegistrationRequest, ListRegistrationsRequest, SubmitRequest};
use domain::contract::{CreateUnitRegistration, ListUnitRegistrations, SubmitRegistrations};
use domain::review::Status;
use tests::fixtures::{chief, department, form, identity, seen};
use tests::{Browser, World};

async fn enter(
    browser: &Browser<'_>,
    n: u32,
    name: &str,
    title: &str,
) -> domain::contract::registrations::RegistrationRow {
    let identity_number = identity(n).expose().to_owned();
    let request = CreateUnitRegistrationRequest { identity_number, name: name.to_owned(), form: form(title) };
    browser.call::<CreateUnitRegistration>(&request).await.expect("a registration").row
}

async fn titles(browser: &Browser<'_>, request: ListRegistrationsRequest) -> Vec<String> {
    let page = browser.call::<ListUnitRegistrations>(&request).await.expect("a page");
    page.rows.into_iter().map(|row| row.title).collect()
}

#[tokio::test]
async fn it_lists_what_the_unit_entered_wherever_it_lies_now() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let supervising = world.unit(2, "南宁市卫生健康委员会", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    nurse.drafts("本人登记的").await;
    let first = enter(&of_unit, 1, "韦丽琳", "甲").await;
    world.app.clock.advance_seconds(1);
    enter(&of_unit, 2, "覃志明", "乙").await;
    let submit = SubmitRequest { items: vec![seen(&first)], unit: supervising };
    of_unit.call::<SubmitRegistrations>(&submit).await.expect("a result");
    assert_eq!(titles(&of_unit, Default::default()).await, ["乙", "甲"]);
    assert_eq!(titles(&of_nursing, Default::default()).await, ["甲"]);
    let pending = ListRegistrationsRequest { status: Some(Status::Pending), ..Default::default() };
    assert_eq!(titles(&of_unit, pending).await, ["甲"]);
    let titled = ListRegistrationsRequest { title: "乙".to_owned(), ..Default::default() };
    assert_eq!(titles(&of_unit, titled).await, ["乙"]);
    let late = ListRegistrationsRequest { from: "2018-05-08".to_owned(), ..Default::default() };
    assert_eq!(titles(&of_unit, late).await, [""; 0]);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_overlap() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    for n in 0..60 {
        enter(&of_unit, 1, "韦丽琳", &format!("第 {n} 期")).await;
    }
    let mut request = ListRegistrationsRequest::default();
    let mut seen = std::collections::HashSet::new();
    let mut pages = 0;
    loop {
        let page = of_unit.call::<ListUnitRegistrations>(&request).await.expect("a page");
        assert!(page.rows.iter().all(|row| seen.insert(row.id.clone())));
        pages += 1;
        match page.next {
            Some(next) => request.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!((seen.len(), pages), (60, 2));
}
