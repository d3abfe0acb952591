use domain::contract::SearchPeople;
use domain::contract::people::{PeoplePage, SearchPeopleRequest};
use tests::World;
use tests::fixtures::{chief, department, identity};

fn names(page: &PeoplePage) -> Vec<&str> {
    page.rows.iter().map(|row| row.name.as_str()).collect()
}

#[tokio::test]
async fn each_sees_the_people_of_their_own_scope() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    let elsewhere = world.unit(2, "广西民族大学", false).await;
    let nursing = world.department(&unit, "护理部").await;
    world.professional(1, "c", department(&unit, &nursing)).await;
    world.professional(2, "a", chief(&unit)).await;
    world.professional(3, "b", chief(&elsewhere)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    let of_nursing = world.administrator(8, "陆晓婷", department(&unit, &nursing)).await;
    let search = async |browser: &tests::Browser<'_>, request: SearchPeopleRequest| {
        browser.call::<SearchPeople>(&request).await.expect("a page")
    };
    let everybody = search(&of_unit, SearchPeopleRequest::default()).await;
    assert_eq!(names(&everybody), ["a", "c"]);
    assert_eq!(everybody.rows[1].department.as_ref(), Some(&nursing));
    assert_eq!(everybody.rows[0].mobile_masked, "138****8000");
    let without = SearchPeopleRequest { without_department: true, ..Default::default() };
    assert_eq!(names(&search(&of_unit, without).await), ["a"]);
    let of_department = SearchPeopleRequest { department: Some(nursing.clone()), ..Default::default() };
    assert_eq!(names(&search(&of_unit, of_department).await), ["c"]);
    assert_eq!(names(&search(&of_nursing, SearchPeopleRequest::default()).await), ["c"]);
    for (n, expected) in [(1, vec!["c"]), (2, vec![]), (3, vec![])] {
        let number = identity(n).expose().to_owned();
        let by_number = SearchPeopleRequest { identity_number: number, ..Default::default() };
        assert_eq!(names(&search(&of_nursing, by_number).await), expected, "{n}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    for n in 0..120 {
        world.professional(n, &format!("p{n:03}"), chief(&unit)).await;
    }
    let of_unit = world.administrator(900, "黄锋", chief(&unit)).await;
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let request = SearchPeopleRequest { cursor, ..Default::default() };
        let page = of_unit.call::<SearchPeople>(&request).await.expect("a page");
        all.extend(page.rows.into_iter().map(|row| row.name));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(all, (0..120).map(|n| format!("p{n:03}")).collect::<Vec<_>>());
    let some = SearchPeopleRequest { name: "p01".to_owned(), ..Default::default() };
    assert_eq!(of_unit.call::<SearchPeople>(&some).await.expect("a page").rows.len(), 10);
}

#[tokio::test]
async fn any_part_of_a_name_finds_somebody_of_the_scope() {
    let world = World::new().await;
    let unit = world.unit(1, "南宁市第一人民医院", false).await;
    world.professional(1, "覃秀兰", chief(&unit)).await;
    world.professional(2, "韦丽琳", chief(&unit)).await;
    world.professional(3, "John Smith", chief(&unit)).await;
    let of_unit = world.administrator(9, "黄锋", chief(&unit)).await;
    for (typed, expected) in
        [("秀兰", "覃秀兰"), (" 秀 兰", "覃秀兰"), ("ｓｍｉｔｈ", "John Smith"), ("JOHN", "John Smith")]
    {
        let request = SearchPeopleRequest { name: typed.to_owned(), ..Default::default() };
        assert_eq!(names(&of_unit.call::<SearchPeople>(&request).await.expect("a page")), [expected], "{typed}");
    }
}
