use domain::contract::audit::SearchAuditRequest;
use domain::contract::registrations::{Outcome, ReadTotalsRequest};
use domain::contract::reviews::{ApproveRequest, DeleteReviewedRequest};
use domain::contract::{ApproveRegistrations, DeleteReviewed, ReadTotals, SearchAudit};
use tests::World;
use tests::fixtures::{chief, department, done, only, refusal, seen};

#[tokio::test]
async fn the_chief_takes_approved_hours_back_with_a_reason_once() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let member = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_department = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let pending = member.submits(&member.drafts("甲").await, &unit).await;
    let approve = ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
    let approved = done(only(&of_unit.call::<ApproveRegistrations>(&approve).await.expect("a result")));

    let request =
        DeleteReviewedRequest { items: vec![seen(&approved)], reason: "登记到了错误的单位".to_owned() };
    let response = of_department.call::<DeleteReviewed>(&request).await.expect("a result");
    assert_eq!(refusal(only(&response)), Some("chief_only"));
    let silent = DeleteReviewedRequest { reason: String::new(), ..request.clone() };
    let refused = of_unit.call::<DeleteReviewed>(&silent).await.expect_err("no reason");
    assert_eq!(refused.fields(), ["reason:required"]);

    let key = world.key();
    let response = of_unit.keyed::<DeleteReviewed>(&request, &key).await.expect("a result");
    assert_eq!(only(&response).outcome, Outcome::Done { row: None });
    let again = of_unit.keyed::<DeleteReviewed>(&request, &key).await.expect("a repeat");
    assert_eq!(again, response);
    let totals = member.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    assert!(totals.years.iter().all(|year| year.totals.specialty.tenths() == 0));
    // It is an event of the unit's, once.
    let operator = world.operator("huang.feng").await.browser;
    let of_unit = SearchAuditRequest { unit: Some(unit), ..SearchAuditRequest::default() };
    let page = operator.call::<SearchAudit>(&of_unit).await.expect("a page");
    let events: Vec<_> = page.entries.iter().map(|entry| (entry.event.as_str(), entry.subject.clone())).collect();
    assert_eq!(events, [("approved_registration_deleted", approved.id.to_string())]);
}

#[tokio::test]
async fn one_reason_takes_back_many() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let mut items = Vec::new();
    for title in ["甲", "乙"] {
        let pending = member.submits(&member.drafts(title).await, &unit).await;
        let approve =
            ApproveRequest { items: vec![seen(&pending)], approved_hours: String::new(), reason: String::new() };
        items.push(seen(&done(only(&of_unit.call::<ApproveRegistrations>(&approve).await.expect("a result")))));
    }
    let request = DeleteReviewedRequest { items, reason: "登记到了错误的单位".to_owned() };
    let response = of_unit.call::<DeleteReviewed>(&request).await.expect("results");
    assert!(response.results.iter().all(|one| one.outcome == Outcome::Done { row: None }));
}
