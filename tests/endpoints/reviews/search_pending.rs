use domain::contract::SearchPending;
use domain::contract::reviews::SearchPendingRequest;
use domain::limits::LIST_ROWS_PER_PAGE;
use domain::review::Stage;
use tests::fixtures::{chief, department};
use tests::{Browser, World};

async fn titles(browser: &Browser<'_>, request: SearchPendingRequest) -> Vec<String> {
    let page = browser.call::<SearchPending>(&request).await.expect("a page");
    page.rows.into_iter().map(|row| row.title).collect()
}

#[tokio::test]
async fn each_administrator_sees_their_own_scope_oldest_first() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let surgeon = world.professional(2, "黄锋", chief(&unit)).await;
    nurse.submits(&nurse.drafts("护理").await, &unit).await;
    world.app.clock.advance_seconds(60);
    surgeon.submits(&surgeon.drafts("外科").await, &unit).await;
    let of_unit = world.administrator(8, "陆晓婷", chief(&unit)).await;
    let of_department = world.administrator(9, "农建华", department(&unit, &nursing)).await;
    assert_eq!(titles(&of_unit, SearchPendingRequest::default()).await, ["护理", "外科"]);
    assert_eq!(titles(&of_department, SearchPendingRequest::default()).await, ["护理"]);
    let last_stage = SearchPendingRequest { stage: Some(Stage::Final), ..SearchPendingRequest::default() };
    assert_eq!(titles(&of_unit, last_stage.clone()).await, [""; 0]);
    assert_eq!(of_department.call::<SearchPending>(&last_stage).await.expect_err("the chief's").code(), "not_found");
}

#[tokio::test]
async fn every_filter_filters() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let first = world.professional(1, "韦丽琳", chief(&unit)).await;
    first.submits(&first.drafts("甲").await, &unit).await;
    world.app.clock.advance_seconds(24 * 60 * 60);
    let second = world.professional(2, "黄锋", chief(&unit)).await;
    second.submits(&second.drafts("乙").await, &unit).await;
    let administrator = world.administrator(9, "陆晓婷", chief(&unit)).await;
    let none = SearchPendingRequest::default;
    let cases = [
        (SearchPendingRequest { name: "韦".to_owned(), ..none() }, vec!["甲"]),
        (SearchPendingRequest { identity_number: second.identity.expose().to_owned(), ..none() }, vec!["乙"]),
        (SearchPendingRequest { year: Some(2018), ..none() }, vec!["甲", "乙"]),
        (SearchPendingRequest { year: Some(2019), ..none() }, vec![]),
        (SearchPendingRequest { entered_by_unit: Some(false), ..none() }, vec!["甲", "乙"]),
        (SearchPendingRequest { entered_by_unit: Some(true), ..none() }, vec![]),
        (SearchPendingRequest { to: "2026-11-20".to_owned(), ..none() }, vec!["甲"]),
        (SearchPendingRequest { from: "2026-11-21".to_owned(), ..none() }, vec!["乙"]),
        (
            SearchPendingRequest { from: "2026-11-20".to_owned(), to: "2026-11-21".to_owned(), ..none() },
            vec!["甲", "乙"],
        ),
    ];
    for (position, (request, expected)) in cases.into_iter().enumerate() {
        assert_eq!(titles(&administrator, request).await, expected, "case {position}");
    }
    let wrong = SearchPendingRequest { identity_number: "450103".to_owned(), ..none() };
    administrator.call::<SearchPending>(&wrong).await.expect("a short one is read as a passport and finds nobody");
    let wrong = SearchPendingRequest { from: "昨天".to_owned(), ..none() };
    let refused = administrator.call::<SearchPending>(&wrong).await.expect_err("no date");
    assert_eq!(refused.fields(), ["from:not_a_date"]);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let member = world.professional(1, "韦丽琳", chief(&unit)).await;
    let count = LIST_ROWS_PER_PAGE * 2 + 1;
    for n in 0..count {
        // Several of one instant, so that the order among them has to be stable too.
        if n % 7 == 0 {
            world.app.clock.advance_seconds(1);
        }
        member.submits(&member.drafts(&format!("{n:03}")).await, &unit).await;
    }
    let administrator = world.administrator(9, "陆晓婷", chief(&unit)).await;
    for name in ["", "韦"] {
        let mut request = SearchPendingRequest { name: name.to_owned(), ..SearchPendingRequest::default() };
        let mut titles = Vec::new();
        loop {
            let page = administrator.call::<SearchPending>(&request).await.expect("a page");
            titles.extend(page.rows.into_iter().map(|row| row.title));
            match page.next {
                Some(next) => request.cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(titles, (0..count).map(|n| format!("{n:03}")).collect::<Vec<_>>());
    }
}
