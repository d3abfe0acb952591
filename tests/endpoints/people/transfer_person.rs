use domain::contract::people::{SearchPeopleRequest, TransferPersonRequest};
use domain::contract::registrations::ReadTotalsRequest;
use domain::contract::reviews::{ApproveRequest, SearchPendingRequest, SearchResultsRequest};
use domain::contract::{ApproveRegistrations, ReadTotals, SearchPending, SearchPeople, SearchResults, TransferPerson};
use domain::hours::Hours;
use domain::review::Status;
use tests::World;
use tests::fixtures::{chief, department, done, only, seen};

#[tokio::test]
async fn who_is_transferred_takes_along_what_waits_and_leaves_what_was_decided() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", true).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let nursing = world.department(&unit, "护理部").await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_other = world.administrator(6, "梁燕", chief(&elsewhere)).await;
    let nurse = world.professional(1, "韦丽琳", department(&unit, &nursing)).await;
    let approve = |row| ApproveRequest { items: vec![seen(row)], approved_hours: String::new(), reason: String::new() };
    let first = nurse.submits(&nurse.drafts("甲").await, &unit).await;
    done(only(&of_unit.call::<ApproveRegistrations>(&approve(&first)).await.expect("a result")));
    nurse.submits(&nurse.drafts("乙").await, &unit).await;

    let (key, request) = (world.key(), TransferPersonRequest { person: nurse.person.clone(), unit: elsewhere.clone() });
    let same = TransferPersonRequest { unit: unit.clone(), ..request.clone() };
    assert_eq!(of_unit.call::<TransferPerson>(&same).await.expect_err("no transfer").fields(), ["unit:same"]);
    assert_eq!(of_unit.keyed::<TransferPerson>(&request, &key).await.expect("a transfer").pending, 1);
    of_unit.keyed::<TransferPerson>(&request, &key).await.expect("a repeat");
    let again = of_unit.call::<TransferPerson>(&request).await.expect_err("no longer theirs");
    assert_eq!(again.code(), "not_found");

    let everybody = SearchPeopleRequest::default();
    assert!(of_unit.call::<SearchPeople>(&everybody).await.expect("a page").rows.is_empty());
    assert_eq!(of_other.call::<SearchPeople>(&everybody).await.expect("a page").rows[0].department, None);
    let waiting = of_other.call::<SearchPending>(&SearchPendingRequest::default()).await.expect("a page").rows;
    assert_eq!(waiting[0].reviewing_unit.as_deref(), Some("广西民族大学"));
    done(only(&of_other.call::<ApproveRegistrations>(&approve(&waiting[0])).await.expect("a result")));
    let approved = SearchResultsRequest {
        status: Status::Approved,
        name: String::new(),
        identity_number: String::new(),
        cursor: None,
    };
    let titles = async |browser: &tests::Browser<'_>| {
        let page = browser.call::<SearchResults>(&approved).await.expect("a page");
        page.rows.into_iter().map(|row| row.title).collect::<Vec<_>>()
    };
    assert_eq!((titles(&of_unit).await, titles(&of_other).await), (vec!["甲".to_owned()], vec!["乙".to_owned()]));
    let totals = nurse.browser.call::<ReadTotals>(&ReadTotalsRequest {}).await.expect("totals");
    let year = totals.years.iter().find(|year| year.year == 2018).expect("the year");
    assert_eq!(year.totals.specialty, Hours::whole(32));
}
