use domain::contract::reviews::{ApproveRequest, RejectRequest, SearchResultsRequest};
use domain::contract::{ApproveRegistrations, RejectRegistrations, SearchResults};
use domain::review::Status;
use tests::fixtures::{chief, department, seen};
use tests::{Browser, World};

fn request(status: Status) -> SearchResultsRequest {
    SearchResultsRequest { status, name: String::new(), identity_number: String::new(), cursor: None }
}

/// All titles, page by page.
async fn titles(browser: &Browser<'_>, mut request: SearchResultsRequest) -> Vec<String> {
    let mut titles = Vec::new();
    loop {
        let page = browser.call::<SearchResults>(&request).await.expect("a page");
        titles.extend(page.rows.into_iter().map(|row| row.title));
        match page.next {
            Some(next) => request.cursor = Some(next),
            None => return titles,
        }
    }
}

#[tokio::test]
async fn each_status_lists_its_own() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", true).await;
    let nursing = world.department(&unit, "护理部").await;
    let member = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let of_department = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    member.drafts("草稿").await;
    member.submits(&member.drafts("初审中").await, &unit).await;
    let mut pending = Vec::new();
    for title in ["终审中", "通过", "退回"] {
        pending.push(member.submits(&member.drafts(title).await, &unit).await);
    }
    let approve = |row| ApproveRequest { items: vec![seen(row)], approved_hours: String::new(), reason: String::new() };
    of_department.call::<ApproveRegistrations>(&approve(&pending[0])).await.expect("a result");
    of_unit.call::<ApproveRegistrations>(&approve(&pending[1])).await.expect("a result");
    let reject = RejectRequest { items: vec![seen(&pending[2])], opinion: "材料不全".to_owned() };
    of_unit.call::<RejectRegistrations>(&reject).await.expect("a result");

    for browser in [&of_unit, &of_department] {
        assert_eq!(titles(browser, request(Status::Draft)).await, ["草稿"]);
        assert_eq!(titles(browser, request(Status::Pending)).await, ["初审中", "终审中"]);
        assert_eq!(titles(browser, request(Status::Approved)).await, ["通过"]);
        assert_eq!(titles(browser, request(Status::Rejected)).await, ["退回"]);
    }
    let by_name = SearchResultsRequest { name: "韦".to_owned(), ..request(Status::Approved) };
    assert_eq!(titles(&of_unit, by_name).await, ["通过"]);
    let nobody = SearchResultsRequest { name: "陆".to_owned(), ..request(Status::Approved) };
    assert_eq!(titles(&of_unit, nobody).await, [""; 0]);
    let number = member.identity.expose().to_owned();
    let by_number = SearchResultsRequest { identity_number: number, ..request(Status::Rejected) };
    assert_eq!(titles(&of_unit, by_number).await, ["退回"]);
}
