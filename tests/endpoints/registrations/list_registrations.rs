use domain::contract::registrations::ListRegistrationsRequest;
use domain::contract::{CreateRegistration, ListRegistrations};
use domain::limits::OWN_ROWS_PER_PAGE;
use domain::registration::RegistrationForm;
use domain::review::Status;
use tests::World;
use tests::fixtures::{chief, form};

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let count = OWN_ROWS_PER_PAGE * 2 + 3;
    for n in 0..count {
        member.drafts(&format!("培训 {n}")).await;
    }
    let mut titles = Vec::new();
    let mut request = ListRegistrationsRequest::default();
    loop {
        let page = member.browser.call::<ListRegistrations>(&request).await.expect("a page");
        assert!(page.rows.len() <= OWN_ROWS_PER_PAGE);
        titles.extend(page.rows.into_iter().map(|row| row.title));
        match page.next {
            Some(next) => request.cursor = Some(next),
            None => break,
        }
    }
    let newest_first: Vec<String> = (0..count).rev().map(|n| format!("培训 {n}")).collect();
    assert_eq!(titles, newest_first);
}

#[tokio::test]
async fn every_filter_filters() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let other = RegistrationForm {
        start: "2025-03-03T09:00".to_owned(),
        end: "2025-03-03T12:00".to_owned(),
        claimed_hours: "4".to_owned(),
        credited_year: "2025".to_owned(),
        ..form("院内感染防控专题讲座")
    };
    member.browser.call::<CreateRegistration>(&other).await.expect("a draft");
    let pending = member.submits(&member.drafts("区域医师关键技术培训班").await, &unit).await;
    assert_eq!(pending.status, Status::Pending);
    let none = ListRegistrationsRequest::default();
    let cases = [
        (ListRegistrationsRequest { title: "感染".to_owned(), ..none.clone() }, "院内感染防控专题讲座"),
        (ListRegistrationsRequest { year: Some(2018), ..none.clone() }, "区域医师关键技术培训班"),
        (ListRegistrationsRequest { status: Some(Status::Draft), ..none.clone() }, "院内感染防控专题讲座"),
        (ListRegistrationsRequest { from: "2025-03-03".to_owned(), ..none.clone() }, "院内感染防控专题讲座"),
        // The period that ends at midnight of the 9th ends on the 8th for people.
        (ListRegistrationsRequest { to: "2018-05-08".to_owned(), ..none.clone() }, "区域医师关键技术培训班"),
    ];
    for (request, expected) in cases {
        let page = member.browser.call::<ListRegistrations>(&request).await.expect("a page");
        let titles: Vec<_> = page.rows.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, [expected], "{request:?}");
    }
    let wrong = ListRegistrationsRequest { from: "2025-02-29".to_owned(), ..none };
    let refused = member.browser.call::<ListRegistrations>(&wrong).await.expect_err("no such day");
    assert_eq!(refused.fields(), ["from:not_a_date"]);
}
